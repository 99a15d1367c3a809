"""The page: the answer in a browser on this machine, with every lever in the address."""
