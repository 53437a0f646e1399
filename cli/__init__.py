"""The command `warmline`: set-up's other half, and the supervisor that runs all parts."""
