"""The demo province: Bình Định on 25/06/2024, with fictional people and events, played through the real product.

`data/` holds what happened as plain files, `material` reads them, `seed` plays them. Nothing outside `server.cli` may
import this room, and nothing in it writes a row by itself.
"""
