"""Shops: the port in `interface`, one module or package per vendor."""
