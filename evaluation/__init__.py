"""How well something is understood: figures, pictures, the robustness set and the page. Knows labels and numbers only, no bot."""
