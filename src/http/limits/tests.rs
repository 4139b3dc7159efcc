//! What a document may cost, on documents that try to cost more.

use std::time::{Duration, Instant};

use async_graphql::parser::parse_query;
use serde_json::json;

use super::*;
use crate::http::refusal::Code;

const SDL: &str = r"
interface Node { id: ID! }
type Query {
  seatExplanation(member: ID!): Desk!
  rounds(first: Int): RoundConnection!
  node(id: ID!): Node
  nodes(ids: [ID!]!): [Node]!
  desks: [Desk!]!
  members(first: Int, last: Int, after: String): MemberConnection!
}
type Mutation { logIn(username: String!): String! ping: Int }
type RoundConnection { nodes: [Round!]! }
type Round { id: ID! recomputes: Boolean! }
type MemberConnection { edges: [MemberEdge!]! nodes: [Member!]! pageInfo: PageInfo! totalCount: Int! }
type MemberEdge { cursor: String! node: Member! }
type PageInfo { hasNextPage: Boolean! endCursor: String }
type Member implements Node { id: ID! a: Int b: Int c: Int d: Int e: Int f: Int g: Int h: Int desk: Desk expertise: [Tag!]! }
type Desk { code: String! name: String! members(first: Int): MemberConnection! }
type Tag { concept: String phrase: String level: Int }
";

fn analysed(query: &str, variables: serde_json::Value) -> Result<Analysis, LimitError> {
    let limits = Limits::default();
    check_source(query, &limits)?;
    let document = parse_query(query).unwrap();
    let catalog = Catalog::from_sdl(SDL).unwrap();
    let variables = Variables::from_json(variables);
    let selected = Selected {
        operation_name: None,
        variables: &variables,
    };
    analyse(&document, selected, &catalog, &limits)
}

fn cost(query: &str) -> u64 {
    analysed(query, json!({})).unwrap().cost
}

fn refusal(query: &str) -> (Code, Measure) {
    match analysed(query, json!({})).unwrap_err() {
        error @ LimitError::Exceeded { measure, .. } => (error.code(), measure),
        error => panic!("{error}"),
    }
}

#[test]
fn cost_follows_the_page() {
    assert_eq!(cost("{ members(first: 100) { nodes { a } } }"), 56);
    assert_eq!(cost("{ members(last: 100) { nodes { a } } }"), 56);
    assert_eq!(
        cost("{ members { nodes { a } } }"),
        12,
        "twenty where no size is given"
    );
    assert_eq!(
        cost("{ members(first: 100) { totalCount pageInfo { endCursor } } }"),
        2
    );
    assert_eq!(
        cost("{ desks { code } }"),
        3,
        "five where the list has no pages"
    );
    assert_eq!(cost("{ nodes(ids: [1, 2, 3, 4]) { id } }"), 3);
}

#[test]
fn an_ordinary_full_page_passes() {
    let fields = "a b c d e f g h desk { code name } expertise { concept phrase level }";
    assert_eq!(
        cost(&format!(
            "{{ members(first: 100) {{ nodes {{ {fields} }} }} }}"
        )),
        476
    );
    assert_eq!(
        cost(&format!(
            "fragment M on Member {{ {fields} }}
             fragment C on MemberConnection {{ edges {{ node {{ ...M }} }} }}
             {{ members(first: 100) {{ ...C }} }}"
        )),
        526
    );
}

#[test]
fn pages_inside_pages_multiply() {
    let query =
        "{ members(first: 100) { nodes { desk { members(first: 100) { nodes { a } } } } } }";
    assert_eq!(refusal(query), (Code::QueryTooCostly, Measure::Cost));
}

#[test]
fn what_the_solver_works_for_is_charged() {
    let one = "seatExplanation(member: 1) { code }";
    assert_eq!(cost(&format!("{{ {one} }}")), 26);
    assert_eq!(cost(&format!("{{ {one} other: {one} }}")), 52);
    let rounds = |count| format!("{{ rounds(first: {count}) {{ nodes {{ id recomputes }} }} }}");
    assert_eq!(cost(&rounds(20)), 213);
    assert_eq!(refusal(&rounds(100)), (Code::QueryTooCostly, Measure::Cost));
}

#[test]
fn page_sizes_come_from_variables_and_their_defaults() {
    let query = "query($n: Int = 100) { members(first: $n) { nodes { a } } }";
    assert_eq!(analysed(query, json!({})).unwrap().cost, 56);
    assert_eq!(analysed(query, json!({"n": 10})).unwrap().cost, 6);
    assert_eq!(analysed(query, json!({"n": "x"})).unwrap().cost, 12);
    let ids = "query($ids: [ID!]!) { nodes(ids: $ids) { id } }";
    assert_eq!(
        analysed(ids, json!({"ids": vec!["a"; 100]})).unwrap().cost,
        55
    );
}

#[test]
fn each_measure_is_inclusive() {
    let wide = |count: usize| format!("{{ desks {{ {} }} }}", "code ".repeat(count));
    assert_eq!(analysed(&wide(499), json!({})).unwrap().fields, 500);
    assert_eq!(refusal(&wide(500)), (Code::QueryTooLarge, Measure::Fields));

    let roots = |count: usize| format!("{{ {} }}", "desks { code } ".repeat(count));
    assert!(analysed(&roots(10), json!({})).is_ok());
    assert_eq!(
        refusal(&roots(11)),
        (Code::QueryTooLarge, Measure::RootFields)
    );

    let aliases = |count: usize| {
        let all: Vec<_> = (0..count).map(|at| format!("x{at}: code ")).collect();
        format!("{{ desks {{ {} }} }}", all.concat())
    };
    assert!(analysed(&aliases(30), json!({})).is_ok());
    assert_eq!(
        refusal(&aliases(31)),
        (Code::QueryTooLarge, Measure::Aliases)
    );

    let deep = |levels: usize| {
        format!(
            "{{ {} a {} }}",
            "x {".repeat(levels - 1),
            "}".repeat(levels - 1)
        )
    };
    assert_eq!(analysed(&deep(12), json!({})).unwrap().depth, 12);
    assert_eq!(refusal(&deep(13)), (Code::QueryTooDeep, Measure::Depth));
    assert_eq!(refusal(&deep(500)), (Code::QueryTooDeep, Measure::Nesting));

    let directives = |count: usize| {
        format!(
            "{{ desks {} {{ code }} }}",
            "@skip(if: false)".repeat(count)
        )
    };
    assert!(analysed(&directives(50), json!({})).is_ok());
    assert_eq!(
        refusal(&directives(51)),
        (Code::QueryTooLarge, Measure::Directives)
    );

    let tokens = format!("{{ a(ids: [{}]) }}", "1 ".repeat(4_000));
    assert_eq!(refusal(&tokens), (Code::QueryTooLarge, Measure::Tokens));
}

#[test]
fn one_password_a_request() {
    assert!(analysed("mutation { logIn(username: 1) ping }", json!({})).is_ok());
    for query in [
        "mutation { a: logIn(username: 1) b: logIn(username: 2) }",
        "mutation { ...L ... { b: logIn(username: 2) } } fragment L on Mutation { logIn(username: 1) }",
    ] {
        assert_eq!(refusal(query), (Code::QueryTooCostly, Measure::LogIns));
    }
}

#[test]
fn faulty_documents_are_named() {
    let error = |query| analysed(query, json!({})).unwrap_err();
    assert_eq!(
        error("{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"),
        LimitError::FragmentCycle("A".to_owned())
    );
    assert_eq!(
        error("{ ...A }"),
        LimitError::UnknownFragment("A".to_owned())
    );
    assert_eq!(
        error("{ desks { code } } fragment A on Query { ...A }"),
        LimitError::FragmentCycle("A".to_owned())
    );
    assert_eq!(
        error("query A { desks { code } } query B { desks { code } }"),
        LimitError::AmbiguousOperation
    );
}

#[test]
fn introspection_may_be_deep_but_not_explosive() {
    let reference =
        "fragment T on __Type { kind name ofType { kind name ofType { name ofType { name
        ofType { name ofType { name ofType { name ofType { name ofType { name } } } } } } } } }";
    let tool = format!(
        "query I {{ __schema {{ types {{ fields(includeDeprecated: true) {{ args {{ type {{ ...T }} }}
         type {{ ...T }} }} inputFields {{ type {{ ...T }} }} interfaces {{ ...T }} }} }} }} {reference}"
    );
    let analysis = analysed(&tool, json!({})).unwrap();
    assert!(analysis.introspection_only && analysis.depth > 12);
    let bomb = "{ __schema { types { fields { type { fields { type { fields { name } } } } } } } }";
    assert_eq!(refusal(bomb), (Code::QueryTooDeep, Measure::Listing));
    let mixed = format!("{{ desks {{ code }} {}", &tool["query I {".len()..]);
    assert_eq!(refusal(&mixed), (Code::QueryTooDeep, Measure::Depth));
}

/// Doubles at each of its twenty-odd fragments: millions of fields when expanded.
fn bomb() -> String {
    let links: Vec<_> = (0..24)
        .map(|at| {
            format!(
                "fragment f{at} on Q{{...f{next} ...f{next}}}",
                next = at + 1
            )
        })
        .collect();
    format!("{{...f0}}{}fragment f24 on Q{{a}}", links.concat())
}

#[test]
fn a_fragment_bomb_is_refused_at_once() {
    let bomb = bomb();
    let document = parse_query(&bomb).unwrap();
    let catalog = Catalog::from_sdl(SDL).unwrap();
    let variables = Variables::default();
    let selected = Selected {
        operation_name: None,
        variables: &variables,
    };
    let refuse = || {
        let started = Instant::now();
        let error = analyse(&document, selected, &catalog, &Limits::default()).unwrap_err();
        (started.elapsed(), error)
    };
    // The quickest of several: the others measure what else the machine does.
    let (took, error) = (0..5)
        .map(|_| refuse())
        .min_by_key(|(took, _)| *took)
        .unwrap();
    println!("{} bytes refused in {took:?}", bomb.len());
    assert!(took < Duration::from_millis(5), "{took:?}");
    assert_eq!(error, Measure::Fields.exceeded(1 << 24, 500));
    let unused = bomb.replacen("{...f0}", "{a}", 1);
    assert_eq!(refusal(&unused), (Code::QueryTooLarge, Measure::Fields));
}
