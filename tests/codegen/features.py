"""What the guide says becomes of what a document has, each with a description that has it."""

from __future__ import annotations

from textwrap import indent

HEAD = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\n"
ANSWER = "responses: {'200': {description: D.}}"


def operation(text: str = ANSWER, *, path: str = "/a", method: str = "post") -> str:
    """Make a document with one operation."""
    lines = f"operationId: do\ntags: [A]\n{text}\n{'' if 'responses:' in text else ANSWER}"
    return f"{HEAD}paths:\n  '{path}':\n    {method}:\n{indent(lines.rstrip(), ' ' * 6)}\n"


def parameter(text: str, path: str = "/a") -> str:
    """Make a document whose operation has a parameter."""
    return operation(f"parameters: [{text}]", path=path)


def schema(text: str) -> str:
    """Make a document with a schema."""
    return f"{operation()}components: {{schemas: {{A: {text}}}}}\n"


def field(text: str) -> str:
    """Make a document with a schema that has a field."""
    return schema(f"{{type: object, properties: {{x: {text}}}}}")


def answering(content: str) -> str:
    """Make a document whose operation answers with this content."""
    return operation(f"responses: {{'200': {{description: D., content: {{{content}}}}}}}")


_FORM = "{multipart/form-data: {schema: {type: object, properties: {}}, encoding: {}}}"
SUPPORTED: dict[str, str | tuple[str, str]] = {
    "Schemas: objects, also in place (they get a name from where they stand)": ("nasty", "owner: {type: object"),
    "Schemas: recursive schemas": ("nasty", 'children: {type: array, minItems: 1, items: {$ref: "#/components/'),
    "Schemas: open objects": ("nasty", "additionalProperties: true"),
    "Schemas: `allOf` of objects": ("nasty", "allOf:\n"),
    "Schemas: `anyOf` and `oneOf`": ("nasty", "when: {anyOf:"),
    "Schemas: a discriminator whose values are enumerations of one value": ("nasty", "discriminator:"),
    "Schemas: `nullable`": ("nasty", "nullable: true"),
    ("Schemas: enumerations of texts, whole numbers and booleans (open: values that are not known are passed on)"): (
        "cruel",
        "enum: [-1, 0, 1]",
    ),
    "Schemas: dates and times": ("nasty", "format: date-time"),
    "Schemas: lengths in JSON bodies (checked before they are sent; all other limits stand in docstrings)": (
        "nasty",
        "minItems: 1",
    ),
    "Schemas: `readOnly` and `writeOnly`": ("nasty", "secret: {type: string, writeOnly: true}"),
    "Schemas: lists of types, `const`, `null` and references with siblings of OpenAPI 3.1": ("nasty31", "const: thing"),
    "Schemas: formats that are not known (told, and ignored)": field("{type: string, format: date-tme}"),
    "Schemas: bytes inside of JSON": operation(
        "requestBody: {content: {application/json: "
        "{schema: {type: object, properties: {f: {type: string, format: binary}}}}}}"
    ),
    "Schemas: enumerations of fractions": field("{type: number, enum: [0.5]}"),
    "Parameters: in path, query, header and cookie": ("nasty", "{name: session, in: cookie"),
    "Parameters: those of a whole path": ("nasty", "summary: Two parameters in the path."),
    "Parameters: lists in the query": ("nasty", "{name: from, in: query, style: form, explode: true"),
    "Parameters: names that are reserved, not of Python, or the same in Python": ("nasty", "{name: x_trace_id"),
    "Parameters: styles and `explode`, other than OpenAPI's own": parameter(
        "{name: q, in: query, style: pipeDelimited, schema: {type: array, items: {type: string}}}"
    ),
    "Parameters: objects": parameter("{name: q, in: query, schema: {type: object, properties: {a: {type: string}}}}"),
    "Parameters: lists outside of the query": parameter(
        "{name: q, in: header, schema: {type: array, items: {type: string}}}"
    ),
    "Parameters: fractions and booleans in the path": parameter(
        "{name: p, in: path, required: true, schema: {type: boolean}}", path="/{p}"
    ),
    "Bodies: JSON": ("nasty", "application/json: {schema:"),
    "Bodies: forms with files, `multipart/form-data`": ("nasty", "multipart/form-data:"),
    "Bodies: forms, `application/x-www-form-urlencoded`": ("nasty", "application/x-www-form-urlencoded:"),
    "Bodies: text": operation("requestBody: {content: {text/plain: {schema: {type: string}}}}"),
    "Bodies: bytes": ("nasty", "content: {application/octet-stream:"),
    "Bodies: media ranges (`image/*`), sent as what the name of a file tells, or the call says (`headers`)": operation(
        "requestBody: {content: {'image/*': {schema: {type: string, format: binary}}}}"
    ),
    "Bodies: parameters of media types (`text/csv; header=present`), a text in its `charset`": operation(
        "requestBody: {content: {'text/csv; header=present': {schema: {type: string}}}}"
    ),
    "Bodies: fields of a form that are a file or something else (`oneOf`), lists of such": operation(
        "requestBody: {content: {multipart/form-data: {schema: {type: object, "
        "properties: {f: {oneOf: [{type: string, format: binary}, {type: string}]}}}}}}"
    ),
    "Bodies: `encoding` of a form": operation(f"requestBody: {{content: {_FORM}}}"),
    "Answers: JSON": ("nasty", "application/json: {schema:"),
    "Answers: text, in the `charset` of its header": ("nasty", "text/plain:"),
    "Answers: bytes": ("nasty", "application/octet-stream: {schema:"),
    "Answers: nothing": ("nasty", '"204": {description: It was there.}'),
    "Answers: several statuses of success": ("nasty", '"202":'),
    "Answers: ranges such as `2XX`": ("cruel", "2XX:"),
    "Answers: `application/problem+json`": ("arize", "application/problem+json:"),
    "Answers: server-sent events with `x-stream`": (
        operation(
            "x-stream: {flag: stream, items: data, event: A}\n"
            "requestBody: {content: {application/json: {schema: {properties: {stream: {type: boolean}}}}}}\n"
            "responses: {'200': {description: D., content: {application/json: {schema: {}}, text/event-stream: {}}}}"
        )
        + "components: {schemas: {A: {type: object, properties: {data: {type: array, items: {type: string}}}}}}\n"
    ),
    "Security: one API key in a header": (
        f"{operation()}components: {{securitySchemes: {{k: {{type: apiKey, in: header, name: X-Key}}}}}}\n"
    ),
    "Security: one bearer token": ("arize", "bearerAuth: {type: http, scheme: bearer}"),
    "Security: keys in the query or in cookies, user and password, OAuth as a token": (
        f"{operation()}components: {{securitySchemes: {{k: {{type: apiKey, in: query, name: k}}}}}}\n"
    ),
    "Security: several schemes, together or one for another, by operation": (
        f"{operation('security: [{a: []}, {b: [], a: []}]')}"
        "components: {securitySchemes: {a: {type: http, scheme: basic}, b: {type: oauth2, flows: {}}}}\n"
    ),
    "Security: keys that a call can do without (`{}` among the alternatives): sent where the client has them": (
        f"{operation('security: [{}, {k: []}]')}"
        "components: {securitySchemes: {k: {type: http, scheme: bearer}}}\n"
    ),
    "Documents: servers with variables": ("nasty", "variables:"),
    "Documents: a server that is a path on a host that has to be given (`/v2`)": (
        f"{operation()}servers: [{{url: /v2}}]\n"
    ),
    "Documents: operations without `operationId`": ("cruel", "An operation without an ID"),
    "Documents: aliases and merges of YAML": ("cruel", "<<: *shared"),
    "Documents: names in any script": ("cruel", "名前: {type: string}"),
    "Documents: servers of single paths or operations": operation("servers: []"),
    "Documents: references to parts of schemas that have no name": ("cruel", "#/components/schemas/Day/properties/str"),
    "Documents: references to other files, by relative paths": ("split", "./paths/index.yaml#/cats"),
    "Documents: paths that are references": f"{HEAD}paths: {{/a: {{$ref: '#/components/pathItems/A'}}}}\n"
    f"components: {{pathItems: {{A: {{get: {{operationId: a, {ANSWER}}}}}}}}}\n",
    "Operations: a part of a path that is not just a parameter": parameter(
        "{name: p, in: path, required: true, schema: {type: string}}", path="/{p}.json"
    ),
    "Operations: HEAD, OPTIONS and TRACE": operation(method="trace"),
    "Operations: one name in several places": parameter(
        "{name: a, in: query, schema: {type: string}}, {name: a, in: header, schema: {type: string}}"
    ),
    "Operations: `default` or a redirect as the only answer": operation("responses: {'302': {description: D.}}"),
    "Parameters: `deepObject` (lists in it as `name[]=1`, lists of objects as `name[0][key]=1`)": parameter(
        "{name: q, in: query, style: deepObject, schema: {type: object, additionalProperties: {type: string}}}"
    ),
    "Parameters: `content` in place of a schema": parameter(
        "{name: q, in: query, content: {application/json: {schema: {type: object}}}}"
    ),
    "Schemas: properties beside `allOf`": schema(
        "{allOf: [{type: object, properties: {a: {type: string}}}], properties: {b: {type: string}}}"
    ),
    "Answers: JSON Lines, XML and YAML as text": answering("application/jsonl: {schema: {type: string}}"),
    "Answers: pages for people, `text/html`": answering("text/html: {schema: {type: string}}"),
    "Answers: several kinds of success, a union then": operation(
        "responses: {'200': {description: D., content: {application/json: {schema: {type: string}}}}, "
        "'202': {description: D.}, '203': {description: D., content: {application/octet-stream: {}}}}"
    ),
    "Answers: several media types of one status (JSON, text, bytes), a union then": answering(
        "text/csv: {schema: {type: string}}, application/pdf: {}, application/json: {schema: {type: integer}}"
    ),
    "Answers: XML, YAML and the like beside JSON that says the same (told, and JSON asked for)": answering(
        "application/xml: {schema: {type: object}}, application/json: {schema: {type: object}}"
    ),
    "Schemas: `type` beside `oneOf` or `anyOf`": field("{type: string, oneOf: [{enum: [a]}, {enum: [b]}]}"),
    "Schemas: `allOf` of anything but objects": field("{allOf: [{type: string}, {minLength: 2}]}"),
    "Schemas: types of undescribed properties beside described ones": schema(
        "{type: object, properties: {x: {}}, additionalProperties: {type: string}}"
    ),
    "Schemas: `$defs` that are referred to": schema(
        "{type: object, properties: {x: {$ref: '#/components/schemas/B'}}}, "
        "B: {type: array, items: {$ref: '#/components/schemas/C'}, $defs: {D: {type: string}}}, "
        "C: {type: object, properties: {y: {type: string}}, $defs: {D: {type: string}}}"
    ),
    "Schemas: `patternProperties`": field("{type: object, patternProperties: {}}"),
    "Schemas: `type: 'null'` and the schema `true` in OpenAPI 3.0": field("true"),
    "Schemas: a discriminator with several values for one schema, in `mapping` or in enumerations": schema(
        "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], "
        "discriminator: {propertyName: k, mapping: {b: B, d: B}}}, "
        "B: {type: object, required: [k], properties: {k: {type: string}}}, "
        "C: {type: object, required: [k], properties: {k: {enum: [x, y]}}}"
    ),
    "Schemas: a discriminator whose values are in its `mapping` alone": schema(
        "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], "
        "discriminator: {propertyName: k, mapping: {b: '#/components/schemas/B', c: C}}}, "
        "B: {type: object, required: [k], properties: {k: {type: string}}}, "
        "C: {type: object, required: [k], properties: {k: {type: string}}}"
    ),
    "Schemas: a discriminator whose `mapping` has some of its schemas (the others have their names as values)": schema(
        "{type: object, required: [k], properties: {k: {type: string}}, "
        "discriminator: {propertyName: k, mapping: {b: B}}}, "
        "B: {allOf: [{$ref: '#/components/schemas/A'}]}, C: {allOf: [{$ref: '#/components/schemas/A'}]}"
    ),
    "Answers: server-sent events without `x-stream`": answering("text/event-stream: {schema: {type: string}}"),
}

NOTED: dict[str, tuple[str, str, str]] = {
    # feature: what is done, a description that has it, and the place that messages name
    "Documents: references into the network, where nothing is fetched": (
        "typed as `Any`",
        field("{$ref: 'https://example.com/b.yaml#/b'}"),
        "components.schemas.A.properties.x",
    ),
    "Documents: servers of single paths or operations that are relative to the document (`v2`)": (
        "called below the client's `host`",
        f"{operation('servers: [{url: v2}]')}servers: [{{url: 'https://example.com'}}]\n",
        "paths./a.post.servers.0",
    ),
    "Documents: whole URLs of single paths or operations, where the API has none": (
        "called below the client's `host`",
        f"{operation('servers: [{url: https://example.com}]')}servers: [{{url: /v1}}]\n",
        "paths./a.post.servers.0",
    ),
    "Documents: a server that is neither a whole URL nor a path (`v2`)": (
        "the client needs a `host`",
        f"{operation()}servers: [{{url: v2}}]\n",
        "servers.0",
    ),
    "Documents: webhooks": ("ignored", f"{operation()}webhooks: {{}}\n", "webhooks"),
    "Operations: links": (
        "ignored",
        operation("responses: {'200': {description: D., links: {}}}"),
        "paths./a.post.responses.200.links",
    ),
    "Operations: callbacks": ("ignored", operation("callbacks: {}"), "paths./a.post.callbacks"),
    "Operations: answers by what is no status (`20X`, `ok`)": (
        "ignored",
        operation("responses: {'200': {description: D.}, 20X: {description: D.}}"),
        "paths./a.post.responses.20X",
    ),
    "Operations: no answer of 2xx": (
        "anything may be answered",
        operation("responses: {'404': {description: D.}}"),
        "paths./a.post.responses",
    ),
    "Parameters: headers that belong to the transport": (
        "ignored",
        parameter("{name: Content-Length, in: header, schema: {type: integer}}"),
        "paths./a.post.parameters.0",
    ),
    "Bodies: JSON in another `charset` than UTF-8": (
        "sent in UTF-8",
        operation("requestBody: {content: {application/json; charset=latin1: {schema: {type: object}}}}"),
        "paths./a.post.requestBody.content.application/json",
    ),
    "Bodies: `headers` of an `encoding`": (
        "ignored",
        operation(
            "requestBody: {content: {multipart/form-data: {schema: {type: object, properties: {a: {type: string}}}, "
            "encoding: {a: {headers: {X-A: {schema: {type: string}}}}}}}}"
        ),
        "paths./a.post.requestBody.content.multipart/form-data.encoding.a.headers",
    ),
    "Schemas: keywords that do not fit the type": (
        "ignored",
        field("{type: string, minimum: 1}"),
        "components.schemas.A.properties.x.minimum",
    ),
    "Schemas: limits beside a union": (
        "ignored",
        field("{anyOf: [{type: string}, {type: integer}], minLength: 1}"),
        "components.schemas.A.properties.x.minLength",
    ),
    "Schemas: required properties that are not described": (
        "typed as `Any`",
        schema("{type: object, required: [b], properties: {a: {type: string}}}"),
        "components.schemas.A.required",
    ),
    "Schemas: `not`": ("ignored", field("{not: {type: string}}"), "components.schemas.A.properties.x.not"),
    "Schemas: tuples (`prefixItems`), whose members may be anything then": (
        "ignored",
        field("{type: array, prefixItems: [{type: string}]}"),
        "components.schemas.A.properties.x.prefixItems",
    ),
    "Schemas: values of a discriminator that stand for no schema": (
        "ignored",
        schema(
            "{oneOf: [{$ref: '#/components/schemas/B'}, {$ref: '#/components/schemas/C'}], "
            "discriminator: {propertyName: k, mapping: {b: B, d: D}}}, "
            "B: {type: object, required: [k], properties: {k: {type: string}}}, "
            "C: {type: object, required: [k], properties: {k: {type: string}}}"
        ),
        "components.schemas.A.discriminator.mapping.d",
    ),
    "Schemas: lists and maps that hold themselves": (
        "typed as `Any`",
        schema("{type: array, items: {$ref: '#/components/schemas/A'}}"),
        "components.schemas.A",
    ),
    "Schemas: types that are not of OpenAPI": (
        "typed as `Any`",
        field("{type: strin}"),
        "components.schemas.A.properties.x",
    ),
    "Contents: XML that is more than text": (
        "taken for text",
        answering("application/xml: {schema: {type: object}}"),
        "paths./a.post.responses.200.content.application/xml.schema",
    ),
    "Security: schemes that are asked for and nowhere described (a way with no others does not count)": (
        "ignored",
        operation("security: [{k: []}]"),
        "paths./a.post.security.0.k",
    ),
    "Security: client certificates (`mutualTLS`)": (
        "ignored",
        f"{operation()}components: {{securitySchemes: {{k: {{type: mutualTLS}}}}}}\n",
        "components.securitySchemes.k",
    ),
    (
        "Security: schemes of HTTP whose header is made for each request "
        "(`digest`, `hoba`, `mutual`, `negotiate`, `scram-sha-256`, `dpop`)"
    ): (
        "ignored",
        f"{operation()}components: {{securitySchemes: {{k: {{type: http, scheme: digest}}}}}}\n",
        "components.securitySchemes.k",
    ),
    "Names: two operations of one method": (
        "called `do_2`",
        operation().replace("post:", f"put: {{operationId: do, tags: [A], {ANSWER}}}\n    post:"),
        "paths./a.post",
    ),
    "Names: two schemas of one class": (
        "called `AB2`",
        f"{operation()}components: {{schemas: {{a-b: {{type: string}}, a_b: {{type: string}}}}}}\n",
        "components.schemas.a_b",
    ),
}

REFUSED: dict[str, tuple[str, str]] = {
    # feature: a description that has it, and how the message begins
    "Documents: Swagger 2.0": ("swagger: '2.0'\npaths: {}\n", "f.yaml:1 swagger: this is Swagger 2.0: convert it"),
    "Documents: other versions of OpenAPI": (
        "openapi: 4.0.0\n",
        "f.yaml:1 openapi: unsupported version of OpenAPI: `4.0.0`",
    ),
    "Documents: circles of aliases": (f"{operation()}x-a: &a [*a]\n", "f.yaml:9: what is anchored here holds itself"),
    "Documents: a key twice in one object": (f"{operation()}info: {{}}\n", "f.yaml:9 info: `info` is there twice"),
    "Documents: no operation that can be generated": (f"{HEAD}paths: {{}}\n", "f.yaml:1: there are no operations"),
}
