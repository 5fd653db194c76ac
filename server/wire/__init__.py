"""The wire: bytes of the network to and from the engine. No rule of the office may enter."""
