// The bar above the editor: who is signed in, or the form to sign in.
import { useState } from "react";
import { signIn, signOut } from "./session.js";

function SignInForm({ labels, language, operation, onSession, onNotice }) {
  const [busy, setBusy] = useState(false);
  async function submit(event) {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    onNotice(null);
    try {
      onSession(await signIn(operation, form.get("username"), form.get("password")));
    } catch (failure) {
      onNotice(failure.labels ? (failure.labels[language] ?? labels.failed) : labels.unreachable);
    } finally {
      setBusy(false);
    }
  }
  return (
    <form id="sign-in" onSubmit={submit}>
      <label>
        {labels.username} <input name="username" autoComplete="username" dir="ltr" required />
      </label>
      <label>
        {labels.password}{" "}
        <input name="password" type="password" autoComplete="current-password" dir="ltr" required />
      </label>
      <button type="submit" disabled={busy}>
        {busy ? labels.signingIn : labels.signIn}
      </button>
    </form>
  );
}

function SignedIn({ labels, session, operation, onSession }) {
  async function leave() {
    await signOut(operation);
    onSession(null);
  }
  return (
    <div id="signed-in">
      <span>
        {labels.signedInAs} <bdi id="signed-in-name">{session.username}</bdi>
      </span>
      <span id="signed-in-role" className="mizan-role" data-role={session.role}>
        {labels.roles[session.role] ?? session.role}
      </span>
      <button type="button" onClick={leave}>
        {labels.signOut}
      </button>
    </div>
  );
}

export function SessionBar({ labels, language, onLanguage, session, onSession, notice, onNotice, operations }) {
  const shared = { labels, language, onSession, onNotice };
  return (
    <header className="mizan-bar" dir={labels.direction} lang={language}>
      <h1>
        {labels.title} <small>{labels.subtitle}</small>
      </h1>
      {notice && <p role="alert">{notice}</p>}
      {session ? (
        <SignedIn {...shared} session={session} operation={operations.logOut} />
      ) : (
        <SignInForm {...shared} operation={operations.logIn} />
      )}
      <button type="button" className="mizan-language" onClick={onLanguage}>
        {labels.otherLanguage}
      </button>
    </header>
  );
}
