import { useEffect, useState } from "preact/hooks";
import { api, pages, type Project, type StatusLetter } from "../api";
import { clock } from "../clock";
import { formatCount, locale, t, tn } from "../i18n";
import { kLetters } from "../map/statuses";
import { PatternDefs } from "../map/patterns";
import { formatTime } from "../time";
import { Money, Skeleton, Swatch } from "../ui/parts";
import { Problem } from "../ui/problem";
import { Shell } from "../ui/shell";

/** A bar of the statuses' parts, in the map's colours. */
function Shares({ project }: { project: Project }) {
  const shown = kLetters.filter((s) => (project.counts[s] ?? 0) > 0);
  let at = 0;
  return (
    <svg class="shares" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      {shown.map((s) => {
        const w = (100 * project.counts[s]!) / Math.max(1, project.plots);
        at += w;
        return <rect key={s} x={at - w} y="0" width={w} height="6" class={`st-${s}`} />;
      })}
    </svg>
  );
}

function ProjectCard({ project }: { project: Project }) {
  const count = (s: StatusLetter) => project.counts[s] ?? 0;
  return (
    <li class="project">
      <h2><a href={pages.project(project.project_id)}>{project.name}</a></h2>
      <p class="muted">{project.city} · {tn("projects.plots", project.plots)}</p>
      <Shares project={project} />
      <ul class="counts">
        {kLetters.filter((s) => count(s) > 0).map((s) => <li key={s}><Swatch status={s} /><span>{t(`status.${s}`)}</span><b class="num">{formatCount(count(s))}</b></li>)}
      </ul>
      <p class="from">{project.price_from ? <><span class="muted">{t("projects.from")}</span> <Money value={project.price_from} /></> : <span class="muted">{t("projects.no_price")}</span>}</p>
    </li>
  );
}

export function ProjectsPage() {
  const [projects, setProjects] = useState<Project[] | null>(null);
  const [problem, setProblem] = useState<unknown>(null);
  const [at, setAt] = useState(0);
  const load = () => {
    setProblem(null);
    api.projects().then(({ body }) => { setProjects(body.projects); setAt(clock.now()); }, setProblem);
  };
  useEffect(() => {
    load();
    const onShow = () => { if (!document.hidden) load(); };
    document.addEventListener("visibilitychange", onShow);
    return () => document.removeEventListener("visibilitychange", onShow);
  }, []);
  return (
    <Shell title="Plotledger">
      <PatternDefs unit={1} />
      <main id="main" class="page">
        <h1>{t("projects.title")}</h1>
        <p class="lead">{t("projects.lead")}</p>
        {problem !== null && <Problem problem={problem} onRetry={load} />}
        {projects === null && problem === null && <Skeleton lines={6} label={t("loading")} />}
        {projects?.length === 0 && <p class="empty">{t("projects.none")}</p>}
        {projects && projects.length > 0 && (
          <>
            <ul class="projects">{projects.map((p) => <ProjectCard key={p.project_id} project={p} />)}</ul>
            <p class="as-of">{t("as_of", { time: formatTime(at, locale()), position: projects.map((p) => p.position).filter((p, i, all) => all.indexOf(p) === i).join(", ") })}</p>
          </>
        )}
      </main>
    </Shell>
  );
}
