"""What Rasa loads: domain, components, the gateway channel, the tracker store and the language generator."""
