"""The cache as this site uses it: a convenience, whose absence stops nothing."""

import logging
import time
from collections.abc import Callable
from typing import Any, Final, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeout

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")

SILENCE: Final = 5.0
"""Seconds without asking after no answer came: a page asks a dozen times, and one that hangs costs two seconds each."""

COUNT: Final = "return redis.call('EXISTS', KEYS[1]) == 1 and redis.call('INCRBY', KEYS[1], ARGV[1])"
"""Adds to a counter that is there, and keeps its end."""

_silent_until = float("-inf")


def _ask(call: Callable[[], Answer], otherwise: Answer) -> Answer:
    global _silent_until
    if time.monotonic() < _silent_until:
        return otherwise
    try:
        return call()
    except RedisError as error:
        if isinstance(error, RedisTimeout):
            _silent_until = time.monotonic() + SILENCE
        logger.warning("The cache did not answer: %s", error)
        return otherwise


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, which forgets instead of failing while the server is away.

    The limits against guessing count in the cache, so they pause with it; that is logged as a warning.
    """

    def add(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(lambda: super(ForgivingRedisCache, self).add(*args, **kwargs), True)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        return _ask(lambda: super(ForgivingRedisCache, self).get(key, default, version), default)

    def set(self, *args: Any, **kwargs: Any) -> None:
        _ask(lambda: super(ForgivingRedisCache, self).set(*args, **kwargs), None)

    def touch(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(lambda: super(ForgivingRedisCache, self).touch(*args, **kwargs), False)

    def delete(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(lambda: super(ForgivingRedisCache, self).delete(*args, **kwargs), False)

    def get_many(self, *args: Any, **kwargs: Any) -> dict[Any, Any]:
        return _ask(lambda: super(ForgivingRedisCache, self).get_many(*args, **kwargs), {})

    def has_key(self, *args: Any, **kwargs: Any) -> bool:
        return _ask(lambda: super(ForgivingRedisCache, self).has_key(*args, **kwargs), False)

    def incr(self, key: Any, delta: int = 1, version: int | None = None) -> int:
        """In one step: Django's asks whether the key is there first, and one that ends between makes an endless one."""
        name = self.make_and_validate_key(key, version=version)
        counted = _ask(lambda: self._cache.get_client(name, write=True).eval(COUNT, 1, name, delta), delta)
        if counted is None:
            raise ValueError(f"Key '{name}' not found.")
        return int(counted)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return _ask(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _ask(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), None)
