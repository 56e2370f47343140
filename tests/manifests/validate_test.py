#!/usr/bin/env python3
"""Tests of validate.py over a few definitions written by hand in the shape of Kubernetes' own."""
import unittest

from validate import Definitions, security_faults

DEFINITIONS = Definitions({
    "kinds": {"v1/Thing": "Thing"},
    "definitions": {
        "Thing": {
            "type": "object",
            "required": ["spec"],
            "properties": {
                "apiVersion": {"type": "string"},
                "kind": {"type": "string"},
                "spec": {"$ref": "#/definitions/Spec"},
            },
        },
        "Spec": {
            "type": "object",
            "properties": {
                "count": {"type": "integer", "format": "int32"},
                "labels": {"type": "object", "additionalProperties": {"type": "string"}},
                "parts": {"type": "array", "items": {"$ref": "#/definitions/Part"}},
                "port": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.util.intstr.IntOrString"},
                "raw": {"$ref": "#/definitions/io.k8s.apimachinery.pkg.runtime.RawExtension"},
            },
        },
        "Part": {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}},
        "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {"type": "string", "format": "int-or-string"},
        "io.k8s.apimachinery.pkg.runtime.RawExtension": {"type": "object"},
    },
})


def faults(spec, **fields):
    return list(DEFINITIONS.faults({"apiVersion": "v1", "kind": "Thing", "spec": spec, **fields}))


def pod(**context):
    container = {
        "name": "c",
        "resources": {"limits": {"memory": "1Gi"}},
        "securityContext": {
            "allowPrivilegeEscalation": False, "readOnlyRootFilesystem": True, "capabilities": {"drop": ["ALL"]}, **context},
    }
    of_pod = {"runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}
    return {"kind": "Deployment", "spec": {"template": {"spec": {"securityContext": of_pod, "containers": [container]}}}}


class ManifestTest(unittest.TestCase):

    def test_a_right_manifest_has_no_faults(self):
        spec = {"count": 1, "labels": {"a": "b"}, "parts": [{"name": "x"}], "raw": {"any": ["thing"]}}
        self.assertEqual(faults(spec), [])

    def test_an_unknown_field_is_named_with_its_path_at_every_depth(self):
        self.assertEqual(faults({}, spce={}), [".spce: unknown field"])
        self.assertEqual(faults({"parts": [{"name": "x", "nmae": "y"}]}), [".spec.parts[0].nmae: unknown field"])

    def test_a_missing_required_field_is_named(self):
        self.assertEqual(list(DEFINITIONS.faults({"apiVersion": "v1", "kind": "Thing"})), [".spec: missing"])
        self.assertEqual(faults({"parts": [{}]}), [".spec.parts[0].name: missing"])

    def test_types_are_strict(self):
        self.assertEqual(faults({"count": "1"}), [".spec.count: is str, want integer"])
        self.assertEqual(faults({"count": True}), [".spec.count: is bool, want integer"])
        self.assertEqual(faults({"labels": {"a": 1}}), [".spec.labels.a: is int, want string"])
        self.assertEqual(faults({"parts": None}), [".spec.parts: is NoneType, want array"])

    def test_int_or_string_takes_both_and_nothing_else(self):
        self.assertEqual(faults({"port": 80}) + faults({"port": "http"}), [])
        self.assertEqual(faults({"port": [80]}), [".spec.port: is list, want a number or string"])

    def test_an_unknown_kind_is_a_fault(self):
        self.assertEqual(list(DEFINITIONS.faults({"apiVersion": "v2", "kind": "Thing"})), ["v2/Thing: no such kind"])


class SecurityTest(unittest.TestCase):

    def test_a_restricted_pod_has_no_faults(self):
        self.assertEqual(list(security_faults(pod())), [])

    def test_each_laxity_is_a_fault(self):
        for laxity in ({"runAsNonRoot": False}, {"runAsUser": 0}, {"allowPrivilegeEscalation": True},
                       {"readOnlyRootFilesystem": False}, {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}},
                       {"seccompProfile": {"type": "Unconfined"}}):
            with self.subTest(laxity):
                self.assertEqual(len(list(security_faults(pod(**laxity)))), 1)


if __name__ == "__main__":
    unittest.main()
