"""The content store: by hash, once, never overwritten, nothing left behind."""

import hashlib
import io
import os
import stat

import pytest

from tracker.errors import BadInput
from tracker.files import FileStore

CONTENT = b"Bao cao quy IV " * 10_000


@pytest.fixture
def store(tmp_path) -> FileStore:
    return FileStore(tmp_path / "files")


def put(store: FileStore, content: bytes = CONTENT, *, max_bytes: int = 10**6):
    return store.put(io.BytesIO(content), max_bytes=max_bytes)


def every_file(store: FileStore) -> list[str]:
    return sorted(name for _, _, names in os.walk(store.folder) for name in names)


def test_a_file_is_kept_under_its_hash_and_comes_back_byte_for_byte(store):
    stored = put(store)
    assert stored.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert stored.size == len(CONTENT)
    assert store.read(stored.sha256) == CONTENT
    assert store.path(stored.sha256).parts[-3:] == (stored.sha256[:2], stored.sha256[2:4], stored.sha256)


def test_the_same_content_twice_is_one_file(store):
    assert put(store) == put(store)
    assert list(store.names()) == [put(store).sha256]
    assert len(every_file(store)) == 1


def test_a_file_that_is_too_large_is_refused_in_words_and_leaves_nothing(store):
    with pytest.raises(BadInput, match="Tệp nặng quá 1 MB"):
        put(store, b"x" * (2**20 + 1), max_bytes=2**20)
    assert every_file(store) == []
    assert put(store, b"x" * 2**20, max_bytes=2**20).size == 2**20


def test_a_stream_that_breaks_off_leaves_nothing(store):
    class Broken(io.BytesIO):
        def read(self, _size=-1):
            raise OSError("mất kết nối")

    with pytest.raises(OSError, match="mất kết nối"):
        store.put(Broken(), max_bytes=100)
    assert every_file(store) == []


def test_a_stored_file_cannot_be_written_again(store):
    path = store.path(put(store).sha256)
    assert stat.S_IMODE(path.stat().st_mode) == 0o440


def test_a_changed_or_missing_file_is_noticed(store):
    sha256 = put(store).sha256
    assert store.is_whole(sha256)
    store.path(sha256).chmod(0o640)
    store.path(sha256).write_bytes(CONTENT[:-1] + b"?")
    assert not store.is_whole(sha256)
    store.path(sha256).unlink()
    assert not store.is_whole(sha256)
    with pytest.raises(FileNotFoundError):
        store.read(sha256)


def test_an_empty_file_is_a_file(store):
    assert store.is_whole(put(store, b"").sha256)
