{{/* What every object's name starts with; with room for "-recommendation-0" below the limit of 63. */}}
{{- define "akin.fullname" -}}
{{- if contains .Chart.Name .Release.Name }}{{ .Release.Name | trunc 40 | trimSuffix "-" }}
{{- else }}{{ printf "%s-%s" .Release.Name .Chart.Name | trunc 40 | trimSuffix "-" }}
{{- end }}
{{- end }}

{{/* The labels that select the pods of one service. Takes root and name. */}}
{{- define "akin.selector" -}}
app.kubernetes.io/name: {{ .root.Chart.Name }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .name }}
{{- end }}

{{/* Takes root and name. */}}
{{- define "akin.labels" -}}
{{ include "akin.selector" . }}
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ .root.Chart.Name }}-{{ .root.Chart.Version }}
{{- end }}

{{/* Where a service is reached: headless, so that round_robin sees every replica. Takes root and name. */}}
{{- define "akin.address" -}}
{{ include "akin.fullname" .root }}-{{ .name }}:{{ .root.Values.ports.grpc }}
{{- end }}

{{/* HOST:PORT of Redis; empty: none. */}}
{{- define "akin.redisAddress" -}}
{{- if .Values.redis.enabled }}{{ include "akin.fullname" . }}-redis:6379{{ else }}{{ .Values.redis.address }}{{ end }}
{{- end }}

{{/* The secret with the password of a Redis of the user's; empty: none, as of the chart's own. */}}
{{- define "akin.redisSecret" -}}
{{- if .Values.redis.passwordSecret.name }}
{{- if .Values.redis.enabled }}{{ fail "redis.passwordSecret is for redis.address; the chart's own Redis (redis.enabled) has no password" }}{{ end }}
{{- .Values.redis.passwordSecret.name }}
{{- end }}
{{- end }}

{{/* Pod and container settings of the "restricted" pod security standard. Takes a user id. */}}
{{- define "akin.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ . }}
runAsGroup: {{ . }}
fsGroup: {{ . }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "akin.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{/* What all pods have in common. Takes root. */}}
{{- define "akin.podPlacement" -}}
automountServiceAccountToken: false
enableServiceLinks: false
terminationGracePeriodSeconds: {{ .root.Values.terminationGracePeriodSeconds }}
{{- with .root.Values.imagePullSecrets }}
imagePullSecrets:
{{- range . }}
  - name: {{ . }}
{{- end }}
{{- end }}
{{- with .root.Values.nodeSelector }}
nodeSelector: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.tolerations }}
tolerations: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .root.Values.affinity }}
affinity: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{/* The ConfigMap with the pipelines; empty: none. */}}
{{- define "akin.pipelinesConfigMap" -}}
{{- with .Values.recommendation.pipelines }}
{{- if and .text .configMap }}{{ fail "recommendation.pipelines: text and configMap are both set; want one of them" }}{{ end }}
{{- if .text }}{{ include "akin.fullname" $ }}-pipelines{{ else }}{{ .configMap }}{{ end }}
{{- end }}
{{- end }}

{{/* The ConfigMap with the newsroom's rules for queries; empty: none. */}}
{{- define "akin.rulesConfigMap" -}}
{{- with .Values.search.rules }}
{{- if or .synonyms .protectedWords .picks }}{{ include "akin.fullname" $ }}-rules{{ end }}
{{- end }}
{{- end }}

{{/* The pod of one service. Takes root, name, flags, whether it keeps /data in a volume named "data", redis_secret and
files: the name of a folder of /etc/akin and the ConfigMap in it. */}}
{{- define "akin.pod" -}}
{{- $values := index .root.Values .name -}}
metadata:
  labels: {{- include "akin.labels" . | nindent 4 }}
  annotations:
    prometheus.io/scrape: "true"
    prometheus.io/port: {{ .root.Values.ports.metrics | quote }}
    {{- with .root.Values.podAnnotations }}
    {{- toYaml . | nindent 4 }}
    {{- end }}
spec:
  {{- include "akin.podPlacement" . | nindent 2 }}
  securityContext: {{- include "akin.podSecurity" .root.Values.runAs.akin | nindent 4 }}
  containers:
    - name: {{ .name }}
      image: "{{ .root.Values.image.repository }}:{{ .root.Values.image.tag | default .root.Chart.AppVersion }}"
      imagePullPolicy: {{ .root.Values.image.pullPolicy }}
      command: [/usr/local/bin/akin-{{ .name }}]
      args:
        - --listen=0.0.0.0:{{ .root.Values.ports.grpc }}
        # Plaintext within the cluster: keep others out by a NetworkPolicy, or have a mesh do TLS.
        - --insecure_listen
        - --metrics_listen=0.0.0.0:{{ .root.Values.ports.metrics }}
        - --stop_delay=5s
        {{- range .flags }}
        - {{ . | quote }}
        {{- end }}
        {{- range $values.extraArgs }}
        - {{ . | quote }}
        {{- end }}
      ports:
        - {name: grpc, containerPort: {{ .root.Values.ports.grpc }}}
        - {name: metrics, containerPort: {{ .root.Values.ports.metrics }}}
      # Opening a large database takes time; after that, a minute without an answer is a hang.
      startupProbe:
        grpc: {port: {{ .root.Values.ports.grpc }}, service: liveness}
        periodSeconds: 2
        failureThreshold: 150
      readinessProbe:
        grpc: {port: {{ .root.Values.ports.grpc }}}
        periodSeconds: 5
        timeoutSeconds: 2
      livenessProbe:
        grpc: {port: {{ .root.Values.ports.grpc }}, service: liveness}
        periodSeconds: 15
        timeoutSeconds: 5
        failureThreshold: 4
      resources: {{- toYaml $values.resources | nindent 8 }}
      securityContext: {{- include "akin.containerSecurity" . | nindent 8 }}
      {{- if .keeps_data }}
      volumeMounts:
        - {name: data, mountPath: /data}
        {{- if .redis_secret }}
        - {name: redis-password, mountPath: /run/secrets/redis, readOnly: true}
        {{- end }}
        {{- if (.files).configMap }}
        # The whole folder: a single file would stay what it was when the pod started.
        - {name: {{ .files.name }}, mountPath: /etc/akin/{{ .files.name }}, readOnly: true}
        {{- end }}
      {{- end }}
{{- end }}

{{/* The claim behind /data. Takes a `persistence` of the values. */}}
{{- define "akin.claim" -}}
metadata:
  name: data
spec:
  accessModes: [ReadWriteOnce]
  {{- with .storageClassName }}
  storageClassName: {{ . }}
  {{- end }}
  resources:
    requests:
      storage: {{ .size }}
{{- end }}

{{/* The headless service of one service. Takes root and name. */}}
{{- define "akin.service" -}}
apiVersion: v1
kind: Service
metadata:
  name: {{ include "akin.fullname" .root }}-{{ .name }}
  labels: {{- include "akin.labels" . | nindent 4 }}
spec:
  clusterIP: None
  selector: {{- include "akin.selector" . | nindent 4 }}
  ports:
    - {name: grpc, port: {{ .root.Values.ports.grpc }}, targetPort: grpc, appProtocol: kubernetes.io/h2c}
    - {name: metrics, port: {{ .root.Values.ports.metrics }}, targetPort: metrics}
{{- end }}

{{/* A StatefulSet whose pods keep /data. Takes root, name, flags, replicas and persistence, redis_secret and files. */}}
{{- define "akin.statefulSet" -}}
apiVersion: apps/v1
kind: StatefulSet
metadata:
  name: {{ include "akin.fullname" .root }}-{{ .name }}
  labels: {{- include "akin.labels" . | nindent 4 }}
spec:
  replicas: {{ .replicas }}
  serviceName: {{ include "akin.fullname" .root }}-{{ .name }}
  podManagementPolicy: Parallel
  selector:
    matchLabels: {{- include "akin.selector" . | nindent 6 }}
  template:
    {{- include "akin.pod" (merge (dict "keeps_data" true) .) | nindent 4 }}
      {{- if or (not .persistence.enabled) .redis_secret (.files).configMap }}
      volumes:
        {{- if not .persistence.enabled }}
        - name: data
          emptyDir: {sizeLimit: {{ .persistence.size }}}
        {{- end }}
        {{- with .redis_secret }}
        - name: redis-password
          secret:
            secretName: {{ . }}
            items: [{key: {{ $.root.Values.redis.passwordSecret.key }}, path: password}]
            defaultMode: 0440  # for fsGroup
        {{- end }}
        {{- with (.files).configMap }}
        - name: {{ $.files.name }}
          configMap: {name: {{ . }}}
        {{- end }}
      {{- end }}
  {{- if .persistence.enabled }}
  volumeClaimTemplates:
    - {{- include "akin.claim" .persistence | nindent 6 }}
  {{- end }}
{{- end }}

{{/* A view of the log: search or recommendation. Takes root, name, files and the flags that name them. */}}
{{- define "akin.view" -}}
{{- $values := index .root.Values .name -}}
{{- $flags := list "--data_dir=/data" (printf "--storage_address=%s" (include "akin.address" (dict "root" .root "name" "storage"))) -}}
{{- with include "akin.redisAddress" .root }}{{ $flags = append $flags (printf "--redis_address=%s" .) }}{{ end -}}
{{- with .root.Values.redis.username }}{{ $flags = append $flags (printf "--redis_username=%s" .) }}{{ end -}}
{{- $secret := include "akin.redisSecret" .root -}}
{{- if $secret }}{{ $flags = append $flags "--redis_password_file=/run/secrets/redis/password" }}{{ end -}}
{{- $flags = concat $flags .file_flags -}}
{{ include "akin.service" . }}
---
{{ include "akin.statefulSet" (merge (dict "flags" $flags "replicas" $values.replicas "persistence" $values.persistence "redis_secret" $secret) .) }}
{{- end }}
