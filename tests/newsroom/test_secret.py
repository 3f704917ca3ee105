import threading

from newsroom.secret import kept_secret


def test_a_key_is_made_once_and_kept_for_its_owner_only(tmp_path):
    path = tmp_path / "secret_key"
    key = kept_secret(path)
    assert len(key) >= 50
    assert kept_secret(path) == key
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir()] == ["secret_key"]


def test_processes_that_start_together_have_the_same_key(tmp_path):
    found, barrier = [], threading.Barrier(8)

    def start():
        barrier.wait()
        found.append(kept_secret(tmp_path / "secret_key"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert set(found) == {found[0]}
    assert found[0]
