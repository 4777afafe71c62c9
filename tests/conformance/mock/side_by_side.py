"""Makes many calls at once: a client that waits before it tries again holds up no other."""

import asyncio
import itertools


async def side_by_side(make, cells):
    """What `make` tells of each cell. Neighbours that may be made as many at once are a wave."""
    told = []
    for at_once, wave in itertools.groupby(cells, lambda cell: cell["at_once"]):
        told += await make_wave(make, wave, asyncio.Semaphore(at_once))
    return told


async def make_wave(make, cells, free):
    async def make_in_turn(cell):
        async with free:
            return await make(cell)

    return await asyncio.gather(*map(make_in_turn, cells))
