"""An open laboratory for contests of export control."""
