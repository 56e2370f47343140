"""Vectors of articles, on disk and in memory, and up to where the log is in them."""
import sqlite3
import threading

import numpy as np


class Vectors:
    """Thread-safe. Vectors and position are committed together, so a restart goes on where a kill left it."""

    def __init__(self, path, dimensions):
        self._lock = threading.Lock()
        self._disk = sqlite3.connect(path, check_same_thread=False)
        self._disk.execute("CREATE TABLE IF NOT EXISTS vectors (name TEXT PRIMARY KEY, vector BLOB)")
        self._disk.execute("CREATE TABLE IF NOT EXISTS position (log_id TEXT, revision INTEGER)")
        self.log_id, self.revision = self._disk.execute("SELECT * FROM position").fetchone() or ("", 0)
        rows = self._disk.execute("SELECT name, vector FROM vectors ORDER BY name").fetchall()
        self._names = [name for name, _ in rows]
        self._places = {name: place for place, name in enumerate(self._names)}
        self._matrix = np.zeros((max(1024, 2 * len(rows)), dimensions), np.float32)
        for place, (_, vector) in enumerate(rows):
            self._matrix[place] = np.frombuffer(vector, np.float32)

    def __len__(self):
        return len(self._names)

    def get(self, name):
        """The article's vector, or None."""
        with self._lock:
            place = self._places.get(name)
            return None if place is None else self._matrix[place].copy()

    def nearest(self, vector, count):
        """The names and dot products of the nearest, nearest first; of equals the one whose name is first."""
        with self._lock:
            near = self._matrix[:len(self._names)] @ vector
            places = np.argpartition(-near, count - 1)[:count] if count < len(near) else np.arange(len(near))
            return sorted(((self._names[p], float(near[p])) for p in places), key=lambda n: (-n[1], n[0]))

    def apply(self, vectors, gone, log_id, revision):
        """Puts vectors by name, removes names, and remembers the position, all at once."""
        with self._lock:
            with self._disk:
                self._disk.executemany("INSERT OR REPLACE INTO vectors VALUES (?, ?)",
                                       [(n, v.astype(np.float32).tobytes()) for n, v in vectors.items()])
                self._disk.executemany("DELETE FROM vectors WHERE name = ?", [(name,) for name in gone])
                self._disk.execute("DELETE FROM position")
                self._disk.execute("INSERT INTO position VALUES (?, ?)", (log_id, revision))
            for name, vector in vectors.items():
                self._put(name, vector)
            for name in gone:
                self._remove(name)
            self.log_id, self.revision = log_id, revision

    def clear(self):
        """Forgets everything: the log is another one."""
        with self._lock:
            with self._disk:
                self._disk.execute("DELETE FROM vectors")
                self._disk.execute("DELETE FROM position")
            self._names, self._places, self.log_id, self.revision = [], {}, "", 0

    def _put(self, name, vector):
        place = self._places.setdefault(name, len(self._names))
        if place == len(self._names):
            self._names.append(name)
            if place == len(self._matrix):
                self._matrix = np.concatenate([self._matrix, np.zeros_like(self._matrix)])
        self._matrix[place] = vector

    def _remove(self, name):
        """The last one takes its place."""
        place = self._places.pop(name, None)
        if place is None:
            return
        last = self._names.pop()
        if last != name:
            self._names[place], self._places[last] = last, place
            self._matrix[place] = self._matrix[len(self._names)]
