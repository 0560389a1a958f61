"""Gives every ship that is logged a berth."""
