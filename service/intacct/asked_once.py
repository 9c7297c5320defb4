"""Questions that only explain a refusal: asked once per write, and not at each of its attempts."""

MOST = 10_000


class AskedOnce:
    """A memory of bounded size; when it is full the oldest half is forgotten, and may be asked again."""

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._asked: dict[str, None] = {}

    def first(self, name: str) -> bool:
        """Whether nobody has asked about ``name`` before."""
        if name in self._asked:
            return False
        if len(self._asked) >= self._most:
            for old in list(self._asked)[: self._most // 2]:
                del self._asked[old]
        self._asked[name] = None
        return True

    def forget(self, name: str) -> None:
        """The next one may ask about ``name`` again."""
        self._asked.pop(name, None)
