{{- define "inkblot.fullname" -}}
{{- if .Values.fullnameOverride -}}
{{- .Values.fullnameOverride | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- if contains $name .Release.Name -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name $name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "inkblot.selectorLabels" -}}
app.kubernetes.io/name: {{ default .Chart.Name .Values.nameOverride }}
app.kubernetes.io/instance: {{ .Release.Name }}
{{- end -}}

{{- define "inkblot.labels" -}}
{{ include "inkblot.selectorLabels" . }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/part-of: inkblot
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" }}
{{- end -}}

{{- define "inkblot.serviceAccountName" -}}
{{- if .Values.serviceAccount.create -}}
{{- default (include "inkblot.fullname" .) .Values.serviceAccount.name -}}
{{- else -}}
{{- default "default" .Values.serviceAccount.name -}}
{{- end -}}
{{- end -}}

{{- define "inkblot.image" -}}
{{- $repository := required "image.repository: where is the image?" .Values.image.repository -}}
{{- if .Values.image.digest -}}
{{- printf "%s@%s" $repository .Values.image.digest -}}
{{- else -}}
{{- printf "%s:%s" $repository (default .Chart.AppVersion .Values.image.tag) -}}
{{- end -}}
{{- end -}}

{{/* The most replicas there can be, as text. */}}
{{- define "inkblot.mostReplicas" -}}
{{- if .Values.autoscaling.enabled -}}{{ .Values.autoscaling.maxReplicas }}{{- else -}}{{ .Values.replicaCount }}{{- end -}}
{{- end -}}

{{/* Whether captchas are kept outside of the pods: "true" or nothing. */}}
{{- define "inkblot.hasStore" -}}
{{- if or (has "STORE_URL" .Values.secrets.keys) (hasPrefix "redis" (.Values.config.STORE_URL | default "")) -}}true{{- end -}}
{{- end -}}

{{/* Refuses what would run and be wrong. */}}
{{- define "inkblot.check" -}}
{{- if gt (include "inkblot.mostReplicas" . | int) 1 -}}
{{- if not (has "SECRET_KEY" .Values.secrets.keys) -}}
{{- fail "Several replicas need the same secret key: put SECRET_KEY into a Secret and name it in secrets.existingSecret and secrets.keys." -}}
{{- end -}}
{{- if not (include "inkblot.hasStore" .) -}}
{{- fail "Several replicas need a store that they share: set STORE_URL, in config or among secrets.keys." -}}
{{- end -}}
{{- end -}}
{{- if and .Values.secrets.keys (not .Values.secrets.existingSecret) -}}
{{- fail "secrets.keys says what a Secret holds, and secrets.existingSecret does not say which." -}}
{{- end -}}
{{- if contains "@" (.Values.config.STORE_URL | default "") -}}
{{- fail "config.STORE_URL has a password, and a ConfigMap keeps none: put STORE_URL into a Secret, see secrets." -}}
{{- end -}}
{{- if and .Values.ingress.enabled (not .Values.trustedProxies) -}}
{{- fail "Behind an Ingress all visitors are one client unless trustedProxies names the network of its controller." -}}
{{- end -}}
{{- range .Values.secrets.keys -}}
{{- if hasKey $.Values.config . -}}{{- fail (printf "%s is set twice: in config, and in a Secret." .) -}}{{- end -}}
{{- end -}}
{{- end -}}

{{/* A value as an environment variable has it: Helm reads numbers as floating point. */}}
{{- define "inkblot.text" -}}
{{- if kindIs "float64" . -}}{{ int64 . }}{{- else -}}{{ . }}{{- end -}}
{{- end -}}
