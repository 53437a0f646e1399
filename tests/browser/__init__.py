"""What a person does in a real browser: chromium, the built pages, a whole Warmline behind them."""
