"""The public edge: customers' chat, the agents' desk, and the relay between them and the bot."""
