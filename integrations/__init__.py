"""Adapters to what other people run: shops and helpdesks."""
