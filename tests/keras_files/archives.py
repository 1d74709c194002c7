"""`.keras` files for the tests: saved by Keras, taken apart and put together again."""

import io
import json
import zipfile


def saved(model, folder):
    """The bytes of a model as Keras saves it."""
    path = folder / "given.keras"
    model.save(path)
    return path.read_bytes()


def members(data):
    """Name -> bytes of everything in an archive."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def archive(parts, compression=zipfile.ZIP_STORED):
    """An archive of these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", compression) as file:
        for name, content in parts.items():
            file.writestr(name, content)
    return buffer.getvalue()


def redescribed(data, change):
    """The same file after `change(description)`."""
    parts = members(data)
    described = json.loads(parts["config.json"])
    change(described)
    return archive(parts | {"config.json": json.dumps(described)})


def reweighed(data, change):
    """The same file after `change(h5py file)`."""
    import h5py

    parts = members(data)
    buffer = io.BytesIO(parts["model.weights.h5"])
    with h5py.File(buffer, "r+") as file:
        change(file)
    return archive(parts | {"model.weights.h5": buffer.getvalue()})
