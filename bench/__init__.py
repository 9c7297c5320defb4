"""Measurements, printed as ratios that hold on any machine. Each module runs with `python -m bench.NAME`."""
