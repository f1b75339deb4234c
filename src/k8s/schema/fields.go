// Writes fields.json: what the API server knows of the fields of every kind it serves, read off the Go types of Kubernetes
// v1.34 by reflection. For the decoder (VAL-23) and for strategic merge patches (API-45).
//
// Run by hand, in an empty folder with a copy of this file:
//
//	go mod init fields
//	go get k8s.io/api@v0.34.0 k8s.io/apiextensions-apiserver@v0.34.0 k8s.io/kube-aggregator@v0.34.0
//	go run fields.go > <project>/src/k8s/schema/fields.json
//
// Fields stand in the order in which the server writes them. A field is written as type, mark and merge rule.
//
// Type: `string`, `bool`, `int32`, `int64`, `float64`, `bytes`, `quantity`, `intOrString`, `time`, `microTime`, `any`,
// `schema` (a JSONSchemaProps, or a list of them or of texts, or a bool); a named text as its Go name (`v1.PullPolicy`); a struct
// as its name (`Container`); a list as `[]T`; a map from texts as `{}T`. Structs of different packages that share a name but not
// their fields carry their group (`discovery/EndpointPort`).
//
// Mark: `?` the zero value (empty text, list or map, 0, false) is the same as an absent field and never written out; `!` the
// zero value is written out even if the field is absent; none: a pointer, whose zero value differs from absence; `~`: a pointer
// whose absence is written out as null.
//
// Merge rule, after `|`: how strategic merge patches treat the field. A name is the key by which the items of a list merge; an
// empty rule merges a list of texts as a set; a final `+` is retainKeys; `=` replaces a struct as a whole. Lists without a rule are
// replaced as a whole.
package main

import (
	"encoding/json"
	"fmt"
	"reflect"
	"sort"
	"strings"

	admissionregistration "k8s.io/api/admissionregistration/v1"
	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v1"
	batch "k8s.io/api/batch/v1"
	coordination "k8s.io/api/coordination/v1"
	core "k8s.io/api/core/v1"
	discovery "k8s.io/api/discovery/v1"
	networking "k8s.io/api/networking/v1"
	node "k8s.io/api/node/v1"
	policy "k8s.io/api/policy/v1"
	rbac "k8s.io/api/rbac/v1"
	scheduling "k8s.io/api/scheduling/v1"
	storage "k8s.io/api/storage/v1"
	apiextensions "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	apiregistration "k8s.io/kube-aggregator/pkg/apis/apiregistration/v1"
)

// The kinds served, and what their subresources take.
var roots = []any{
	apiregistration.APIService{}, rbac.ClusterRole{}, rbac.ClusterRoleBinding{}, core.ConfigMap{}, apps.ControllerRevision{},
	batch.CronJob{}, storage.CSIDriver{}, apiextensions.CustomResourceDefinition{}, apps.DaemonSet{}, apps.Deployment{},
	core.Endpoints{}, discovery.EndpointSlice{}, core.Event{}, networking.Ingress{}, batch.Job{}, coordination.Lease{},
	core.LimitRange{}, admissionregistration.MutatingWebhookConfiguration{}, core.Namespace{}, networking.NetworkPolicy{},
	core.Node{}, core.PersistentVolume{}, core.PersistentVolumeClaim{}, core.Pod{}, policy.PodDisruptionBudget{},
	scheduling.PriorityClass{}, apps.ReplicaSet{}, core.ResourceQuota{}, rbac.Role{}, rbac.RoleBinding{}, node.RuntimeClass{},
	core.Secret{}, core.Service{}, core.ServiceAccount{}, apps.StatefulSet{}, storage.StorageClass{},
	admissionregistration.ValidatingWebhookConfiguration{},
	autoscaling.Scale{}, policy.Eviction{}, core.Binding{}, meta.DeleteOptions{},
}

// Types that read their JSON themselves.
var decodesItself = map[string]string{
	"resource.Quantity": "quantity", "intstr.IntOrString": "intOrString", "v1.Time": "time", "v1.MicroTime": "microTime",
	"runtime.RawExtension": "any", "v1.FieldsV1": "any", "v1.JSON": "any", "v1.JSONSchemaPropsOrBool": "schema",
	"v1.JSONSchemaPropsOrArray": "schema", "v1.JSONSchemaPropsOrStringArray": "schema",
}

var unmarshaler = reflect.TypeFor[json.Unmarshaler]()

// In the order in which they are written out.
type field struct{ name, text string }

var (
	found = map[reflect.Type][]field{}
	names = map[reflect.Type]string{}
)

func main() {
	for _, root := range roots {
		collect(reflect.TypeOf(root))
	}
	name()
	types := map[string][]field{}
	for t, list := range found {
		types[names[t]] = list
	}
	keys := make([]string, 0, len(types))
	for key := range types {
		keys = append(keys, key)
	}
	sort.Strings(keys)
	fmt.Println("{")
	for i, key := range keys {
		line := []string{}
		for _, f := range types[key] {
			line = append(line, fmt.Sprintf("%q:%q", f.name, f.text))
		}
		comma := ","
		if i == len(keys)-1 {
			comma = ""
		}
		fmt.Printf("  %q: {%s}%s\n", key, strings.Join(line, ","), comma)
	}
	fmt.Println("}")
}

// collect reads a struct and all structs it holds. In a field's type, structs are written as `<package path.name>` at first.
func collect(t reflect.Type) {
	if _, done := found[t]; done {
		return
	}
	found[t] = nil
	found[t] = read(t)
}

func read(t reflect.Type) (list []field) {
	for i := range t.NumField() {
		member := t.Field(i)
		tag := strings.Split(member.Tag.Get("json"), ",")
		if tag[0] == "-" {
			continue
		}
		if tag[0] == "" {
			list = append(list, read(member.Type)...)
			continue
		}
		list = append(list, field{tag[0], wire(member.Type) + mark(member, tag[1:]) + rule(member)})
	}
	return list
}

func wire(t reflect.Type) string {
	if t.Kind() == reflect.Pointer {
		return wire(t.Elem())
	}
	if reflect.PointerTo(t).Implements(unmarshaler) {
		known, ok := decodesItself[t.String()]
		if !ok {
			panic("no name for " + t.String())
		}
		return known
	}
	switch t.Kind() {
	case reflect.Struct:
		collect(t)
		return "<" + t.PkgPath() + "." + t.Name() + ">"
	case reflect.Slice:
		if t.Elem().Kind() == reflect.Uint8 {
			return "bytes"
		}
		return "[]" + wire(t.Elem())
	case reflect.Map:
		return "{}" + wire(t.Elem())
	case reflect.String, reflect.Bool, reflect.Int32, reflect.Int64, reflect.Float64:
		return t.String()
	}
	panic("no name for " + t.String())
}

func mark(member reflect.StructField, options []string) string {
	kind := member.Type.Kind()
	for _, option := range options {
		switch {
		case option == "omitempty" && kind == reflect.Pointer:
			return ""
		// Structs are never empty to Go's encoder, but they can be zero.
		case option == "omitempty" && kind != reflect.Struct, option == "omitzero":
			return "?"
		}
	}
	if kind == reflect.Pointer {
		return "~"
	}
	return "!"
}

func rule(member reflect.StructField) string {
	strategies := member.Tag.Get("patchStrategy")
	if strategies == "" {
		return ""
	}
	text := "|"
	for _, strategy := range strings.Split(strategies, ",") {
		switch strategy {
		case "merge":
			text += member.Tag.Get("patchMergeKey")
		case "retainKeys":
			text += "+"
		case "replace":
			text += "="
		default:
			panic("no rule for " + strategy)
		}
	}
	return text
}

// name gives every struct its name, with the group where the bare name would be ambiguous, and puts the names into the types.
func name() {
	byName := map[string][]reflect.Type{}
	for t := range found {
		byName[t.Name()] = append(byName[t.Name()], t)
	}
	for bare, same := range byName {
		for _, t := range same {
			names[t] = bare
			if ambiguous(t, same) {
				path := strings.Split(t.PkgPath(), "/")
				names[t] = path[len(path)-2] + "/" + bare
			}
		}
	}
	replacements := []string{}
	for t, text := range names {
		replacements = append(replacements, "<"+t.PkgPath()+"."+t.Name()+">", text)
	}
	replacer := strings.NewReplacer(replacements...)
	for _, list := range found {
		for i := range list {
			list[i].text = replacer.Replace(list[i].text)
		}
	}
}

// ambiguous says whether a struct must carry its group; those of core keep the bare name.
func ambiguous(t reflect.Type, same []reflect.Type) bool {
	if strings.Contains(t.PkgPath(), "/core/") {
		return false
	}
	for _, other := range same {
		if !reflect.DeepEqual(found[t], found[other]) {
			return true
		}
	}
	return false
}
