"""Routes of compute targets: the clusters that steps may run on."""
