//! What the counts include.

use truto_codegen::Warnings;
use truto_codegen::load::Memory;
use truto_codegen::{analyze, counts};

const PETS: &str = "\
openapi: 3.0.3
info: {title: Pets, version: '1'}
paths:
  /pets:
    post:
      operationId: pets_create
      tags: [pets]
      x-truto-integrations: {supported: [front, zendesk]}
      parameters:
        - $ref: '#/components/parameters/scope'
        - $ref: '#/components/parameters/option'
        - $ref: '#/components/parameters/limit'
        - {name: X-Header, in: header, schema: {type: string}}
        - name: dry
          in: query
          schema: {}
          x-truto-provenance: inferred
          x-truto-support: {supported: [front]}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                name: {type: string, x-truto-support: {required: [front], supported: [zendesk], required_count: 1, supported_count: 4}}
                kind: {type: string, x-truto-provenance: object}
                age: {x-truto-provenance: older, x-truto-support: {required_count: 1, supported_count: 5}}
      responses:
        '200':
          description: The pet.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
              x-truto-support:
                id: {supported: [zendesk]}
  /pets/{id}:
    get:
      operationId: pets_get
      tags: [pets]
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - $ref: '#/components/parameters/scope'
      responses:
        '200':
          description: The same pet, whose fields count once.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Pet'}
        default:
          description: Errors do not count.
          content:
            application/json:
              schema: {type: object, properties: {code: {type: string}}}
  /owners:
    get:
      operationId: owners_list
      tags: [owners]
      x-truto-integrations: {supported: [front], complete: false}
      parameters:
        - $ref: '#/components/parameters/scope'
        - $ref: '#/components/parameters/limit'
      responses:
        '200':
          description: The owners.
          content:
            application/json:
              schema:
                type: object
                properties:
                  address: {$ref: '#/components/schemas/Address'}
components:
  parameters:
    scope: {name: shop, in: query, required: true, schema: {type: string}, x-truto-role: scope}
    option: {name: quick, in: query, schema: {type: boolean}, x-truto-role: option}
    limit: {name: limit, in: query, schema: {type: integer}}
  schemas:
    Pet:
      type: object
      properties:
        id: {type: string}
        home: {$ref: '#/components/schemas/Address'}
    Address:
      type: object
      properties:
        city: {type: string}
x-truto-registry:
  front: {label: Front, slug_documented: true}
  zendesk: {label: Zendesk, slug_documented: true}
";

const SHOPS: &str = "\
openapi: 3.0.3
info: {title: Shops, version: '1'}
x-truto-matrix: false
paths:
  /shops:
    get:
      operationId: shops_list
      tags: [shops]
      responses:
        '200':
          description: Where they are.
          content:
            application/json:
              schema:
                type: array
                items: {$ref: 'pets.yaml#/components/schemas/Address'}
";

const EXPECTED: &str = "\
| **pets** | 3 | 1 | 1 | 1 | 8 | 5 | 1 | 1 | 1 | 2 | 4 | 7 |
| pets | 2 | 1 | 1 | 0 | 6 | 3 | 1 | 1 | 1 | 2 | 4 | 7 |
| owners | 1 | 0 | 0 | 1 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |
| shared | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |
| **shops** | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| shops | 1 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| shared | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 | 0 |
| shared by the APIs | 0 | 0 | 0 | 0 | 1 | 1 | 0 | 0 | 0 | 0 | 0 | 0 |
| **all** | 4 | 1 | 1 | 1 | 9 | 6 | 1 | 1 | 1 | 2 | 4 | 7 |
";

#[test]
fn each_item_counts_once_where_it_is_defined() {
    let files = Memory::from_iter([("pets.yaml", PETS), ("shops.yaml", SHOPS)]);
    let roots = ["pets.yaml", "shops.yaml"].map(str::to_owned);
    let (analysis, outcome) = analyze(&roots, &files, Warnings::Deny);
    assert!(
        !outcome.diagnostics.has_errors(),
        "{:?}",
        outcome.diagnostics
    );
    let table = counts::table(&analysis);
    let rows: String = table.split_inclusive('\n').skip(2).collect();
    assert_eq!(rows, EXPECTED);
}
