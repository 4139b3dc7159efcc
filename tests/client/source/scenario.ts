// A day with the service, in the words of its schema; throws at the first thing that is not right.
import assert from "node:assert/strict";
import {
  CommentOnProblemDocument,
  ChangeMemberStandingDocument,
  DesksAndSeatsDocument,
  EventCursorDocument,
  ImportMembersDocument,
  LogInDocument,
  LogOutDocument,
  MemberRevealDocument,
  MembersSearchDocument,
  MergeMembersDocument,
  PostProblemDocument,
  ProblemEventsDocument,
  ProblemStoriesDocument,
  ProposeRoundDocument,
  PublicDesksDocument,
  PublicFiguresDocument,
  RateProblemDocument,
  ReopenProblemDocument,
  RegisterMemberDocument,
  RegisterMemberDryRunDocument,
  RerouteDocument,
  ResolveProblemDocument,
  RoundCancelDocument,
  RoundComputeDocument,
  RoundProgressDocument,
  RoutingPreviewDocument,
  StatisticsDocument,
  UpdateProblemDocument,
  UpdateMemberDocument,
  ViewerDocument,
  WhyThisDeskDocument,
  WithdrawProblemDocument,
  type ProblemEventsSubscription,
} from "../generated/graphql.js";
import { CallError, MizanClient } from "./client.js";

export type Credentials = Record<string, { username: string; password: string; token: string }>;
type Event = ProblemEventsSubscription["problemEvents"];

function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`${what} is missing`);
  return value;
}

async function signIn(origin: string, credentials: Credentials, role: string) {
  const { username, password } = must(credentials[role], role);
  const { logIn } = await new MizanClient(origin).run(LogInDocument, { username, password });
  assert.deepEqual(logIn.userErrors, []);
  assert.equal(logIn.viewer?.role, role);
  return new MizanClient(origin, must(logIn.token, "token"));
}

async function reads(client: MizanClient) {
  const { desks } = await client.run(DesksAndSeatsDocument);
  assert.equal(desks.length, 6);
  const { members } = await client.run(MembersSearchDocument);
  assert.ok(members.totalCount >= members.nodes.length && members.nodes.length > 0);
  assert.ok(members.nodes.every(({ tier }) => tier === "PLANNER"));
  const { problems } = await client.run(WhyThisDeskDocument);
  for (const desk of must(problems.nodes[0]?.routing, "routing").desks) {
    const sum = desk.contributions.reduce((total, { points }) => total + points, 0);
    assert.ok(Math.abs(sum - desk.score) < 1e-6, "a score is the sum of its contributions");
  }
  const { routingPreview } = await client.run(RoutingPreviewDocument);
  assert.equal(routingPreview.desks.length, 6);
  const { registerMember } = await client.run(RegisterMemberDryRunDocument);
  assert.deepEqual([registerMember.member, registerMember.userErrors], [null, []]);
  const { assignmentRoundPropose } = await client.run(ProposeRoundDocument);
  assert.equal(must(assignmentRoundPropose.report, "report").desks.length, 6);
}

// A problem of the deputy's own unit, from an edit to its end.
async function lives(deputy: MizanClient, coordinator: MizanClient) {
  const { problems } = await deputy.run(ProblemStoriesDocument);
  const own = must(
    problems.nodes.find(({ status }) => status === "ROUTED"),
    "a routed problem",
  );
  const id = own.id;
  const { updateProblem } = await deputy.run(UpdateProblemDocument, {
    input: { id, expectedVersion: own.version, district: 4 },
  });
  const edited = must(updateProblem.problem, "problem");
  assert.equal(edited.district, 4);
  const stale = { id, expectedVersion: own.version, resolution: "دیر رسید" };
  await refused(coordinator.run(ResolveProblemDocument, { input: stale }), 200, "CONFLICT");
  const answer = async (expectedVersion: number) => {
    const input = { id, expectedVersion, resolution: "برنامه اصلاح شد" };
    const { problemResolve } = await coordinator.run(ResolveProblemDocument, { input });
    assert.deepEqual(problemResolve.userErrors, []);
    return must(problemResolve.problem, "problem");
  };
  const resolved = await answer(edited.version);
  assert.equal(resolved.status, "RESOLVED");
  const said = { id, body: "هنوز کافی نیست", idempotencyKey: "client-1" };
  const { problemComment } = await deputy.run(CommentOnProblemDocument, { input: said });
  assert.equal(problemComment.comment?.isMine, true);
  const { problemRate } = await deputy.run(RateProblemDocument, {
    input: { id, expectedVersion: resolved.version, stars: 2, close: true },
  });
  const closed = must(problemRate.problem, "problem");
  assert.deepEqual([closed.status, closed.rating?.stars], ["CLOSED", 2]);
  const { problemReopen } = await deputy.run(ReopenProblemDocument, {
    input: { id, expectedVersion: closed.version, reason: "کار تمام نشده است" },
  });
  const reopened = must(problemReopen.problem, "problem");
  assert.equal(reopened.status, "ROUTED");
  const { withdrawProblem } = await deputy.run(WithdrawProblemDocument, {
    input: { id, expectedVersion: reopened.version, reason: "از راه دیگری حل شد" },
  });
  assert.equal(withdrawProblem.problem?.status, "WITHDRAWN");
  const { statistics } = await coordinator.run(StatisticsDocument);
  const withdrawn = statistics.problems.byStatus.find(({ status }) => status === "WITHDRAWN");
  assert.equal(withdrawn?.count, 1);
}

// Somebody joins, writes a little of themselves, is called, leaves; and a list comes in as a file.
async function joinsAndLeaves(client: MizanClient) {
  const { registerMember } = await client.run(RegisterMemberDocument, {
    input: {
      fullName: "آزمون مشتری",
      kind: "EXTERNAL",
      joinedOn: "۱۴۰۳/۰۶/۱۱",
      mobile: "+98 915 000 0000",
      idempotencyKey: "client",
    },
  });
  assert.deepEqual(registerMember.userErrors, []);
  const { id, memberNo, mobile, joinedOnJalali } = must(registerMember.member, "member");
  assert.equal(joinedOnJalali, "1403-06-11");
  assert.equal(mobile, "09•• ••• ••00");
  const { updateMember } = await client.run(UpdateMemberDocument, {
    input: { id, expectedVersion: 1, bio: "تازه", email: null, expertise: [{ phrase: "BRT", level: 4 }] },
  });
  assert.equal(must(updateMember.member, "member").version, 2);
  const { memberReveal } = await client.run(MemberRevealDocument, { input: { id, reason: "تماس" } });
  assert.equal(memberReveal.personal?.mobile, "09150000000");
  const { changeMemberStanding } = await client.run(ChangeMemberStandingDocument, {
    input: { id, expectedVersion: 2, standing: "LEFT", reason: "انصراف" },
  });
  assert.equal(must(changeMemberStanding.member, "member").standing, "LEFT");
  const file = new Blob([`شماره عضویت,نام و نام خانوادگی\n${memberNo},آزمون مشتری\n,بی شماره\n`]);
  const { importMembers } = await client.upload(ImportMembersDocument, { file, dryRun: true });
  const report = must(importMembers.report, "report");
  assert.deepEqual([report.unchanged, report.failed, report.errors[0]?.row], [1, 1, 3]);
  const { mergeMembers } = await client.run(MergeMembersDocument, {
    input: { keep: id, expectedVersion: 3, other: id, otherExpectedVersion: 3 },
  });
  assert.equal(mergeMembers.userErrors[0]?.code, "INVALID");
}

async function follows(client: MizanClient) {
  const { eventCursor } = await client.run(EventCursorDocument);
  const first = client.follow(ProblemEventsDocument, { after: eventCursor });
  const { postProblem } = await client.run(PostProblemDocument);
  const problem = must(postProblem.problem, "problem");
  const posted: Event = (await first.next()).problemEvents;
  assert.equal(posted.kind, "PROBLEM_POSTED");
  assert.equal(posted.problem.id, problem.id);
  assert.equal(posted.actorRole, "COORDINATOR");
  // The connection dies before the second event is read, and somebody works meanwhile.
  first.cut();
  await first.closed;
  const { problemReroute } = await client.run(RerouteDocument, {
    input: {
      id: problem.id,
      desk: "FINANCE_ECONOMY",
      reason: "برآورد هزینه لازم است",
      expectedVersion: posted.problem.version,
    },
  });
  assert.deepEqual(problemReroute.userErrors, []);
  const timeline = must(problemReroute.problem, "problem").timeline.map(({ kind }) => kind);
  assert.deepEqual(timeline, ["PROBLEM_POSTED", "PROBLEM_ROUTED", "PROBLEM_REROUTED"]);
  const second = client.follow(ProblemEventsDocument, { after: posted.cursor });
  assert.equal((await second.next()).problemEvents.kind, "PROBLEM_ROUTED");
  const rerouted = (await second.next()).problemEvents;
  assert.equal(rerouted.kind, "PROBLEM_REROUTED");
  assert.ok(rerouted.problem.version > posted.problem.version);
  return second;
}

// A round is computed while nobody waits, followed to its end, and too late to be cancelled then.
async function computes(client: MizanClient) {
  const input = { wait: false, idempotencyKey: "client-round-1" };
  const { assignmentRoundPropose } = await client.run(RoundComputeDocument, { input });
  assert.deepEqual(assignmentRoundPropose.userErrors, []);
  const round = must(assignmentRoundPropose.round, "round");
  assert.equal(round.status, "COMPUTING");
  const again = await client.run(RoundComputeDocument, { input });
  assert.equal(again.assignmentRoundPropose.round?.id, round.id, "a key makes one round");
  const following = client.follow(RoundProgressDocument, { id: round.id });
  let progress = (await following.next()).roundProgress;
  while (!progress.ended) progress = (await following.next()).roundProgress;
  assert.equal(progress.status, "PROPOSED");
  assert.equal(progress.round.report.status, "OPTIMAL");
  assert.ok(must(progress.computation, "computation").share <= 1);
  following.cut();
  const late = { id: round.id, expectedVersion: round.version };
  await refused(client.run(RoundCancelDocument, { input: late }), 200, "CONFLICT");
}

async function refused(call: Promise<unknown>, status: number, code: string) {
  const error = await call.then(
    () => assert.fail(`should be refused as ${code}`),
    (error: unknown) => error,
  );
  assert.ok(error instanceof CallError, String(error));
  assert.deepEqual([error.status, error.code], [status, code]);
  assert.ok(error.errors[0]?.extensions?.messageFa, "the reason in Persian");
}

// The public page's account runs the documents that were generated, and nothing else.
async function showsInPublic(origin: string, credentials: Credentials) {
  const page = await signInAsPage(origin, credentials);
  const { desks } = await page.runTrusted(PublicDesksDocument);
  assert.equal(desks.length, 6);
  const { statistics } = await page.runTrusted(PublicFiguresDocument);
  assert.equal(statistics.members.total, 600);
  await refused(page.call({ query: "{ desks { code } }" }), 403, "FORBIDDEN");
  await refused(page.call({ documentId: "0000" }), 403, "FORBIDDEN");
}

async function signInAsPage(origin: string, credentials: Credentials) {
  return new MizanClient(origin, must(credentials["FRONTEND"], "FRONTEND").token);
}

export async function scenario(origin: string, credentials: Credentials): Promise<void> {
  const coordinator = await signIn(origin, credentials, "COORDINATOR");
  await reads(coordinator);
  await showsInPublic(origin, credentials);
  await lives(await signIn(origin, credentials, "DEPUTY"), coordinator);
  await joinsAndLeaves(coordinator);
  await computes(coordinator);
  const following = await follows(coordinator);
  await coordinator.run(LogOutDocument);
  // Nobody reads any more: the iterator must not keep an unhandled failure.
  following.next().catch(() => {});
  assert.equal(await following.closed, 4403, "a revoked token closes its socket");
  await refused(coordinator.run(ViewerDocument), 401, "UNAUTHENTICATED");
  await refused(new MizanClient(origin).run(ViewerDocument), 200, "UNAUTHENTICATED");
}
