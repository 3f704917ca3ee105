"""What `make bench` runs: ratios of two ways in one run, so that they hold on any machine."""
