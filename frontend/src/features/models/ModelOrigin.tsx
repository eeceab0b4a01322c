/** Where a version came from: the run, the module in its design, and the data at their versions. */

import { toUrl } from "../../api/basePath";
import type { ModelVersion } from "../../api/models";
import { followInPage } from "../../lib/navigation";
import { registryTexts as texts } from "../../messages/registryTexts";

export function ModelOrigin({ version }: { version: ModelVersion }) {
  const words = texts.origin;
  return (
    <dl className="model-origin">
      <dt>{words.design}</dt>
      <dd>
        <a href={toUrl(`/designs/${version.design_id}`)} onClick={followInPage}>
          {version.design_name}
        </a>
      </dd>
      <dt>{words.run}</dt>
      <dd>{texts.run(version.run_number)}</dd>
      <dt>{words.module}</dt>
      <dd>{version.node}</dd>
      <dt>{words.data}</dt>
      <dd>
        {version.sources.length === 0 && words.typedData}
        {version.sources.map((source) => (
          <span key={source.node}>
            {source.dataset ? (
              <a href={toUrl(`/datasets#${source.dataset}`)} onClick={followInPage}>
                {source.version === null ? source.name : words.dataVersion(source.name, source.version)}
              </a>
            ) : (
              source.node
            )}
          </span>
        ))}
      </dd>
      <dt>{words.hash}</dt>
      <dd className="model-hash">{version.artifact}</dd>
      <dt>{words.code}</dt>
      <dd>{version.trusted ? words.trusted : words.untrusted}</dd>
    </dl>
  );
}
