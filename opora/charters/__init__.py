"""The charters that come with Opora: five regulations of real desks, and the one a new desk starts from."""

from pathlib import Path

from opora.engine.charter import Charter, load

FOLDER = Path(__file__).parent
STARTER = "starter"


def names() -> tuple[str, ...]:
    """The regulations, in the order of the alphabet, without the starter."""
    return tuple(sorted(path.stem for path in FOLDER.glob("*.yaml") if path.stem != STARTER))


def path(name: str) -> Path:
    """The file of the charter of that name. Raises KeyError for a name that is none."""
    file = FOLDER / f"{name}.yaml"
    if name not in (*names(), STARTER):
        raise KeyError(name)
    return file


def shipped(name: str) -> Charter:
    """The charter of that name, checked. Raises KeyError for a name that is none."""
    return load(path(name))
