"""The cache as this site uses it: a convenience, whose absence stops nothing."""

import logging
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache
from redis.exceptions import RedisError

logger = logging.getLogger(__name__)
Answer = TypeVar("Answer")


def _ask(call: Callable[[], Answer], otherwise: Answer) -> Answer:
    try:
        return call()
    except RedisError as error:
        logger.warning("The cache did not answer: %s", error)
        return otherwise


class ForgivingRedisCache(RedisCache):
    """Django's Redis cache, which forgets instead of failing while the server is away.

    The limits against guessing count in the cache, so they pause with it; that is logged as a warning each time.
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
        return _ask(lambda: super(ForgivingRedisCache, self).incr(key, delta, version), delta)

    def set_many(self, *args: Any, **kwargs: Any) -> list[Any]:
        return _ask(lambda: super(ForgivingRedisCache, self).set_many(*args, **kwargs), [])

    def delete_many(self, *args: Any, **kwargs: Any) -> None:
        _ask(lambda: super(ForgivingRedisCache, self).delete_many(*args, **kwargs), None)
