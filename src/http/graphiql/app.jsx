// GraphiQL with a sign-in bar: one page, its own origin only, nothing fetched from elsewhere.
import { explorerPlugin } from "@graphiql/plugin-explorer";
import "@graphiql/plugin-explorer/style.css";
import { useSchemaStore } from "@graphiql/react";
import { createGraphiQLFetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import "graphiql/style.css";
import { createClient } from "graphql-ws";
import { useEffect, useMemo, useState } from "react";
import { createRoot } from "react-dom/client";
import { LABELS } from "./labels.js";
import { authorization, currentSession, keepSession } from "./session.js";
import { SessionBar } from "./sign-in.jsx";
import "./style.css";

const PLUGINS = [explorerPlugin()];
const LANGUAGE_KEY = "mizan:language";

// A fetcher that always speaks as whoever is signed in at that moment.
function sessionFetcher(onUnauthenticated) {
  const socket = new URL("/graphql/ws", location.href);
  socket.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const watchedFetch = async (...request) => {
    const response = await fetch(...request);
    if (response.status === 401 && currentSession()) onUnauthenticated();
    return response;
  };
  const fetcher = createGraphiQLFetcher({
    url: "/graphql",
    fetch: watchedFetch,
    enableIncrementalDelivery: false,
    wsClient: createClient({ url: socket.href, lazy: true, connectionParams: authorization }),
  });
  return (params, options) =>
    fetcher(params, { ...options, headers: { ...options?.headers, ...authorization() } });
}

// GraphiQL appends an empty tab at each load unless it is told which stored tab to open.
function openTab() {
  try {
    const { tabs, activeTabIndex } = JSON.parse(localStorage.getItem("graphiql:tabState"));
    const { query, variables } = tabs[activeTabIndex];
    return { query: query ?? undefined, variables: variables ?? undefined };
  } catch {
    return {};
  }
}

// What a caller may read of the schema can depend on who they are.
function FollowSession({ token }) {
  const { introspect } = useSchemaStore();
  useEffect(() => {
    if (token) introspect();
  }, [token, introspect]);
  return null;
}

function App({ operations }) {
  const [session, setSession] = useState(currentSession);
  const [notice, setNotice] = useState(null);
  const [language, setLanguage] = useState(() => localStorage.getItem(LANGUAGE_KEY) ?? "fa");
  const labels = LABELS[language] ?? LABELS.fa;
  const fetcher = useMemo(
    () =>
      sessionFetcher(() => {
        keepSession(null);
        setSession(null);
        setNotice(LABELS[localStorage.getItem(LANGUAGE_KEY) ?? "fa"].expired);
      }),
    [],
  );
  const tab = useMemo(openTab, []);
  const otherLanguage = () => {
    const next = language === "fa" ? "en" : "fa";
    localStorage.setItem(LANGUAGE_KEY, next);
    setLanguage(next);
  };
  return (
    <>
      <SessionBar
        {...{ labels, language, session, notice, operations: operations.session }}
        onLanguage={otherLanguage}
        onSession={setSession}
        onNotice={setNotice}
      />
      <GraphiQL
        {...tab}
        fetcher={fetcher}
        plugins={PLUGINS}
        defaultTabs={operations.tabs.map(({ query }) => ({ query }))}
        defaultEditorToolsVisibility={false}
        isHeadersEditorEnabled={false}
        shouldPersistHeaders={false}
      >
        <GraphiQL.Logo>
          <span />
        </GraphiQL.Logo>
        <GraphiQL.Footer>
          <p className="mizan-hint" dir={labels.direction} lang={language}>
            {labels.hint}
          </p>
          <FollowSession token={session?.token} />
        </GraphiQL.Footer>
      </GraphiQL>
    </>
  );
}

const response = await fetch("/graphiql/operations.json");
createRoot(document.getElementById("app")).render(<App operations={await response.json()} />);
