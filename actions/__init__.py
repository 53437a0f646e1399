"""What the bot does: read slots → call a port → choose a response → return events. Texts live in `bot/domain/`."""
