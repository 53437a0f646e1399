"""Helpdesks: where handoffs go besides our own desk."""
