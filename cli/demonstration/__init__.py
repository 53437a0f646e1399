"""What `warmline demo` plays, how it talks to the bot, and how it looks."""
