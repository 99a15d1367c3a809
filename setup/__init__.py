"""How outlast comes onto a machine: `environment` with a network, `bundle` without one."""
