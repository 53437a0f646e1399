"""The rules of `warmline validate`: each module yields problems as lines that begin with their place."""
