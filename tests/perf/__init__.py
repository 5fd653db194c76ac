"""Benchmarks: medians printed beside their limits. Ratios and sizes decide; seconds are only reported."""
