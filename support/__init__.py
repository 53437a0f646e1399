"""The core of Warmline: pure Python over the standard library, no I/O, no clock of its own."""
