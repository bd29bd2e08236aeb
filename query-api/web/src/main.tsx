import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { ComponentChild } from "preact";
import { startLang, t } from "./i18n";
import { path, routeOf, startRouting, type Route } from "./route";
import { rememberSource } from "./memory";
import { startTheme } from "./ui/theme";
import { Shell } from "./ui/shell";

/** Each page is its own chunk: the map page does not carry the checkout's script. */
async function loadPage(route: Route): Promise<ComponentChild> {
  switch (route.page) {
    case "projects": { const { ProjectsPage } = await import("./projects/page"); return <ProjectsPage />; }
    case "map": { const { MapPage } = await import("./map/page"); return <MapPage key={route.project} project={route.project} />; }
    case "hold": { const { HoldPage } = await import("./hold/page"); return <HoldPage key={route.hold} hold={route.hold} />; }
    case "booking": { const { BookingPage } = await import("./portal/page"); return <BookingPage key={route.booking} booking={route.booking} />; }
    case "link": { const { LinkPage } = await import("./pay/page"); return <LinkPage key={route.link} link={route.link} />; }
    case "nowhere": return <Nowhere />;
  }
}

function Nowhere() {
  return (
    <Shell title={t("nowhere.title")}>
      <main id="main" class="page"><h1>{t("nowhere.title")}</h1><p><a href="/">{t("nowhere.back")}</a></p></main>
    </Shell>
  );
}

function App() {
  const [page, setPage] = useState<ComponentChild>(null);
  const here = path.value;
  useEffect(() => {
    let current = true;
    void loadPage(routeOf(here)).then((loaded) => { if (current) setPage(loaded); });
    return () => { current = false; };
  }, [here]);
  return <div class="app">{page}</div>;
}

startTheme();
startRouting();
rememberSource(location.search);
void startLang().then(() => render(<App />, document.getElementById("app")!));
