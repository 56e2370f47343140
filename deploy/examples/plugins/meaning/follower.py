"""Keeps vectors up to date by following storage's log."""
import logging
import threading
import time

import grpc

from akin.storage.v1 import storage_service_pb2 as storage
from akin.storage.v1 import storage_service_pb2_grpc as storage_grpc

_BATCH = 32  # Changes that are embedded and committed together, while there are many.


def text_of(article):
    """What the model reads of an article."""
    return "\n".join(part for part in (article.headline, article.summary, article.body) if part)


class Follower:
    """Follows for ever, on a thread of its own; `caught_up()` is called when all that was in the log is in."""

    def __init__(self, channel, vectors, model, caught_up):
        self._stub = storage_grpc.StorageServiceStub(channel)
        self._vectors, self._model, self._caught_up = vectors, model, caught_up
        self._until = None  # The revision that is caught up with.
        self._kept = {}  # Changes that are not applied yet, by article.
        threading.Thread(target=self._follow_forever, daemon=True).start()

    def _follow_forever(self):
        while True:
            try:
                self._follow()
            except grpc.RpcError as error:
                self._kept = {}
                if "LOG_CHANGED" in str(error.trailing_metadata()):
                    self._vectors.clear()
                elif error.code() != grpc.StatusCode.UNAVAILABLE:
                    logging.warning("watch ended: %s", error.details())
            except Exception:  # of the disk or the model: the same changes come again
                self._kept = {}
                logging.exception("changes cannot be applied")
            time.sleep(0.5)

    def _follow(self):
        request = storage.WatchArticlesRequest(log_id=self._vectors.log_id, after_revision=self._vectors.revision)
        request.heartbeat_interval.FromMilliseconds(200)
        log_id = ""
        for message in self._stub.WatchArticles(request, wait_for_ready=True):
            kind = message.WhichOneof("event")
            if kind == "replay":
                log_id, self._until = message.replay.log_id, message.replay.replay_until
                continue
            self._keep(message)
            revision = getattr(message, kind).revision
            # A heartbeat says that nothing waits: what is kept may be applied, however little it is.
            if len(self._kept) >= _BATCH or kind == "heartbeat":
                self._apply(log_id, revision)

    def _keep(self, message):
        change = message.change
        if change.WhichOneof("kind") == "article":
            self._kept[change.article.name] = text_of(change.article)
        elif change.WhichOneof("kind") == "withdrawn":
            self._kept[change.withdrawn] = None

    def _apply(self, log_id, revision):
        # Texts of about one length together: shorter ones are filled up to the longest.
        texts = sorted((n for n, text in self._kept.items() if text is not None), key=lambda n: len(self._kept[n]))
        vectors = {}
        for start in range(0, len(texts), 8):
            names = texts[start:start + 8]
            vectors.update(zip(names, self._model.embed([self._kept[n] for n in names])))
        gone = [name for name, text in self._kept.items() if text is None]
        if self._kept or revision > self._vectors.revision:
            self._vectors.apply(vectors, gone, log_id, revision)
        self._kept = {}
        if self._until is not None and revision >= self._until:
            self._until = None
            self._caught_up()
