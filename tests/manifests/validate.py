#!/usr/bin/env python3
"""Checks Kubernetes manifests (YAML on stdin) strictly against Kubernetes' own object definitions.

usage: validate.py DEFINITIONS.json < manifests.yaml

Every field must exist, have the right type, and be there if it is required; in addition every pod must
meet the "restricted" pod security standard with a read-only root file system. Prints one line per fault
and exits 1 if there is any. The definitions are Kubernetes' OpenAPI v2 `definitions` with an index
`kinds` from "apps/v1/Deployment" to the definition's name.
"""
import json
import sys

import yaml

TYPES = {"object": dict, "array": list, "string": str, "boolean": bool, "integer": int, "number": (int, float)}
# These say "string" in the definitions and take numbers as well.
NUMBER_OR_STRING = {
    "io.k8s.apimachinery.pkg.util.intstr.IntOrString",
    "io.k8s.apimachinery.pkg.api.resource.Quantity",
}
# These hold anything.
OPEN = {
    "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1",
    "io.k8s.apimachinery.pkg.runtime.RawExtension",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON",
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps",
}
POD_PATHS = {"Pod": ("spec",), "CronJob": ("spec", "jobTemplate", "spec", "template", "spec")}
POD_OWNERS = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job"}


class Definitions:
    """Kubernetes' definitions; immutable."""

    def __init__(self, document):
        self._kinds = document["kinds"]
        self._definitions = document["definitions"]

    def faults(self, manifest):
        """Yields what is wrong with one manifest, as text."""
        if not isinstance(manifest, dict):
            yield f"is {type(manifest).__name__}, want an object"
            return
        kind = f"{manifest.get('apiVersion')}/{manifest.get('kind')}"
        if kind not in self._kinds:
            yield f"{kind}: no such kind"
            return
        yield from self._of_name(manifest, self._kinds[kind], "")

    def _of_name(self, value, name, path):
        if name in OPEN:
            return
        if name in NUMBER_OR_STRING:
            if isinstance(value, bool) or not isinstance(value, (int, float, str)):
                yield f"{path}: is {type(value).__name__}, want a number or string"
            return
        yield from self._of_schema(value, self._definitions[name], path, closed=True)

    def _of_schema(self, value, schema, path, closed=False):
        if "$ref" in schema:
            yield from self._of_name(value, schema["$ref"].removeprefix("#/definitions/"), path)
            return
        wanted = schema.get("type", "object" if "properties" in schema else None)
        if wanted is None:
            return
        if not isinstance(value, TYPES[wanted]) or (isinstance(value, bool) and wanted != "boolean"):
            yield f"{path}: is {type(value).__name__}, want {wanted}"
        elif wanted == "array":
            for index, item in enumerate(value):
                yield from self._of_schema(item, schema["items"], f"{path}[{index}]")
        elif wanted == "object":
            yield from self._of_fields(value, schema, path, closed)

    def _of_fields(self, value, schema, path, closed):
        properties = schema.get("properties", {})
        for name in schema.get("required", []):
            if name not in value:
                yield f"{path}.{name}: missing"
        for name, field in value.items():
            where = f"{path}.{name}"
            if name in properties:
                yield from self._of_schema(field, properties[name], where)
            elif "additionalProperties" in schema:
                yield from self._of_schema(field, schema["additionalProperties"], where)
            elif closed:
                yield f"{where}: unknown field"


def pod_of(manifest):
    """The pod spec inside a manifest, or None."""
    kind = manifest.get("kind")
    path = POD_PATHS.get(kind, ("spec", "template", "spec") if kind in POD_OWNERS else None)
    if path is None:
        return None
    for name in path:
        manifest = manifest.get(name) or {}
    return manifest


def security_faults(manifest):
    """Yields where a pod is laxer than the restricted standard with a read-only root file system."""
    pod = pod_of(manifest)
    if pod is None:
        return
    for name in ("hostNetwork", "hostPID", "hostIPC"):
        if pod.get(name):
            yield f".{name}: not allowed"
    for volume in pod.get("volumes", []):
        if "hostPath" in volume:
            yield f".volumes[{volume.get('name')}]: hostPath is not allowed"
    of_pod = pod.get("securityContext", {})
    for container in pod.get("initContainers", []) + pod.get("containers", []):
        context = {**of_pod, **container.get("securityContext", {})}
        where = f".containers[{container.get('name')}].securityContext"
        wishes = {
            "runAsNonRoot": context.get("runAsNonRoot") is True,
            "runAsUser other than 0": context.get("runAsUser") != 0,
            "allowPrivilegeEscalation: false": context.get("allowPrivilegeEscalation") is False,
            "readOnlyRootFilesystem": context.get("readOnlyRootFilesystem") is True,
            "capabilities: drop ALL": context.get("capabilities") == {"drop": ["ALL"]},
            "seccompProfile: RuntimeDefault": context.get("seccompProfile") == {"type": "RuntimeDefault"},
        }
        yield from (f"{where}: want {wish}" for wish, granted in wishes.items() if not granted)
        if not container.get("resources", {}).get("limits", {}).get("memory"):
            yield f".containers[{container.get('name')}].resources: want a memory limit"


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        definitions = Definitions(json.load(file))
    count = faulty = 0
    for manifest in yaml.safe_load_all(sys.stdin):
        if manifest is None:
            continue
        count += 1
        metadata = manifest.get("metadata", {}) if isinstance(manifest, dict) else {}
        for fault in [*definitions.faults(manifest), *(security_faults(manifest) if isinstance(manifest, dict) else [])]:
            faulty += 1
            print(f"{manifest.get('kind') if isinstance(manifest, dict) else '?'} {metadata.get('name')}: {fault}")
    if count == 0:
        print("no manifest at all")
    return 0 if count and not faulty else 1


if __name__ == "__main__":
    sys.exit(main())
