//! Saves what the API says about integrations: their capabilities, and the schemas of every operation that they support.
//!
//! `cargo run --example snapshot_support -- --out DIR` needs `TRUTO_API_TOKEN` in the environment, but no connected account; with `--fake`, it
//! runs on a fake. Run it again to continue. `cargo xtask refresh DIR` compares the result with the definitions.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime};
use std::{env, error::Error, fs, io::ErrorKind, process::ExitCode};

use indicatif::{ProgressBar, ProgressStyle};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use truto_unified::discovery::UnifiedCapabilities;
use truto_unified::sync::{Progress, for_each};
use truto_unified::{Client, Integration, Map, RateLimits, Timestamp, Value};
use truto_unified::{http::Method, support, testing::FakeTruto};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const USAGE: &str = "expected `--out DIR`, and optionally `--model NAME`, `--integration SLUG`, `--retry-failed` and `--fake`";

/// Enough for 50 requests per second, the limit of the API, if a response takes half a second.
const CONCURRENCY: usize = 32;

/// The version of the layout of the directory.
const VERSION: u32 = 1;

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(failures) => {
            let (missing, failed): (Vec<_>, Vec<_>) = failures
                .iter()
                .partition(|failure| failure.status == Some(404));
            for failure in &failed {
                eprintln!("{}: {}", failure.path.escape_debug(), failure.error);
            }
            println!("{} not found, {} failed", missing.len(), failed.len());
            ExitCode::from(u8::from(!failed.is_empty()))
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<Vec<Failure>> {
    let options = Options::parse(env::args().skip(1))?;
    let fake = options.is_fake.then(FakeTruto::start).transpose()?;
    let (builder, url) = match &fake {
        Some(fake) => (fake.client_builder(), fake.url().to_owned()),
        None => {
            let url = env::var("TRUTO_BASE_URL");
            let url = url.unwrap_or("https://api.truto.one".to_owned());
            (Client::builder_from_env(), url)
        }
    };
    let client = builder.rate_limits(RateLimits::DOCUMENTED).build()?;
    take(&client, &url, &options).await
}

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) out: PathBuf,
    /// By default, those of this crate.
    pub(crate) models: Vec<String>,
    /// In addition to those of this crate.
    pub(crate) integrations: Vec<String>,
    pub(crate) retries_failed: bool,
    pub(crate) is_fake: bool,
}

impl Options {
    fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Self> {
        let mut options = Self::default();
        while let Some(name) = arguments.next() {
            match name.as_str() {
                "--retry-failed" => options.retries_failed = true,
                "--fake" => options.is_fake = true,
                "--out" => options.out = arguments.next().ok_or(USAGE)?.into(),
                "--model" => options.models.push(arguments.next().ok_or(USAGE)?),
                "--integration" => options.integrations.push(arguments.next().ok_or(USAGE)?),
                _ => return Err(USAGE.into()),
            }
        }
        match options.out.as_os_str().is_empty() {
            true => Err(USAGE.into()),
            false => Ok(options),
        }
    }
}

/// Asks for everything that is not in the directory yet. Returns what failed, in this run and before.
pub(crate) async fn take(client: &Client, url: &str, options: &Options) -> Result<Vec<Failure>> {
    let snapshot = Snapshot::open(client, url, options)?;
    let known = Integration::ALL.iter().map(|known| known.slug());
    let slugs = known.chain(options.integrations.iter().map(String::as_str));
    let capabilities = slugs.map(Question::capabilities).collect();
    snapshot.ask(&capabilities).await?;
    let operations = snapshot.operations(&capabilities)?;
    snapshot.ask(&operations).await?;
    Ok(snapshot.failures.into_inner().into_values().collect())
}

/// A path, and the file of the answer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Question {
    slug: String,
    path: String,
    /// `None` if a name in the path could lead out of the directory: some of these names come from the server.
    file: Option<String>,
}

impl Question {
    fn capabilities(slug: &str) -> Self {
        let path = format!("/integration/{slug}/capabilities");
        Self::new(slug, path, &["capabilities", slug])
    }

    fn meta(slug: &str, model: &str, resource: &str, method: &str) -> Self {
        let path = format!("/unified/{model}/{resource}/{slug}/meta/{method}");
        Self::new(slug, path, &["meta", model, resource, method, slug])
    }

    fn new(slug: &str, path: String, file: &[&str]) -> Self {
        let is_plain = |name: &&str| {
            let mut bytes = name.bytes();
            let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte);
            !name.is_empty() && !name.starts_with('.') && bytes.all(is_plain)
        };
        let is_plain = file.iter().all(is_plain);
        Self {
            slug: slug.to_owned(),
            path,
            file: is_plain.then(|| file.join("/") + ".json"),
        }
    }

    fn is_about_integration(&self) -> bool {
        self.path.ends_with("/capabilities")
    }
}

/// The part of a response with capabilities that this program reads. The list has one of two shapes.
#[derive(Deserialize)]
struct Live {
    unified: Option<UnifiedCapabilities>,
}

/// A question without an answer, as in `failed.json`.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Failure {
    pub(crate) path: String,
    pub(crate) file: Option<String>,
    pub(crate) status: Option<u16>,
    pub(crate) error: String,
}

/// The content of `snapshot.json`.
#[derive(Serialize, Deserialize)]
struct About {
    version: u32,
    taken: Option<String>,
    base_url: String,
    models: BTreeSet<String>,
}

struct Snapshot<'a> {
    client: &'a Client,
    options: &'a Options,
    about: RefCell<About>,
    /// By path.
    failures: RefCell<BTreeMap<String, Failure>>,
    saved: Cell<Instant>,
}

impl<'a> Snapshot<'a> {
    fn open(client: &'a Client, url: &str, options: &'a Options) -> Result<Self> {
        fs::create_dir_all(&options.out)?;
        let about: Option<About> = read(&options.out.join("snapshot.json"))?;
        let mut about = about.unwrap_or(About {
            version: VERSION,
            taken: None,
            base_url: url.to_owned(),
            models: BTreeSet::new(),
        });
        if (about.version, about.base_url.as_str()) != (VERSION, url) {
            let dir = options.out.display();
            return Err(format!("{dir} has another snapshot, of {}", about.base_url).into());
        }
        let ids = support::operations().map(|operation| operation.id());
        let all = ids.filter_map(|id| id.split('.').next());
        match options.models.as_slice() {
            [] => about.models.extend(all.map(str::to_owned)),
            models => about.models.extend(models.iter().cloned()),
        }
        let failures: Option<Vec<Failure>> = read(&options.out.join("failed.json"))?;
        let failures = failures.unwrap_or_default().into_iter();
        let failures = failures.map(|failure| (failure.path.clone(), failure));
        Ok(Self {
            client,
            options,
            about: about.into(),
            failures: RefCell::new(failures.collect()),
            saved: Cell::new(Instant::now()),
        })
    }

    /// Asks the questions that have no answer yet.
    async fn ask(&self, questions: &BTreeSet<Question>) -> Result<()> {
        let open = questions.iter().filter(|question| self.is_open(question));
        let open: Vec<_> = open.collect();
        let bar = ProgressBar::new(open.len() as u64);
        bar.set_style(ProgressStyle::with_template(
            "{wide_bar} {pos}/{len}, {eta} left{msg}",
        )?);
        let progress = |step: Progress| {
            bar.set_position(step.ended as u64);
            if step.failed > 0 {
                bar.set_message(format!(", {} failed", step.failed));
            }
        };
        for_each(open, CONCURRENCY, progress, |question| {
            self.answer(question)
        })
        .await;
        self.save()
    }

    fn is_open(&self, question: &Question) -> bool {
        let is_saved = |file: &String| self.options.out.join(file).exists();
        let failures = self.failures.borrow();
        // That an integration does not have an operation is an answer, too.
        let is_missing = |failure: &Failure| failure.status == Some(404);
        let is_missing = failures.get(&question.path).is_some_and(is_missing);
        !question.file.as_ref().is_some_and(is_saved)
            && (self.options.retries_failed || !is_missing)
    }

    /// Asks a question, and saves the answer or the failure.
    async fn answer(&self, question: &Question) -> Result<()> {
        let answer = self.save_answer(question).await;
        let Err(error) = answer else {
            self.failures.borrow_mut().remove(&question.path);
            return Ok(());
        };
        let status = error.downcast_ref::<truto_unified::Error>();
        let status = status.and_then(|error| Some(error.status()?.as_u16()));
        let failure = Failure {
            path: question.path.clone(),
            file: question.file.clone(),
            status,
            error: error.to_string(),
        };
        let path = question.path.clone();
        self.failures.borrow_mut().insert(path, failure);
        // Not each time, since there can be many.
        if self.saved.get().elapsed() > Duration::from_secs(1) {
            self.save()?;
        }
        match status {
            Some(404) => Ok(()),
            _ => Err(error),
        }
    }

    async fn save_answer(&self, question: &Question) -> Result<()> {
        let file = question.file.as_ref();
        let file = file.ok_or("not asked, because a name is not a plain file name")?;
        let request = self.client.request(Method::GET, "/{+path}");
        let response = request.with_path("path", &question.path[1..]).await?;
        match question.is_about_integration() {
            true => drop(response.json::<Live>()?),
            false => drop(response.json::<Map<String, Value>>()?),
        }
        if self.about.borrow().taken.is_none() {
            let date = response.headers().get("date");
            let date = date.and_then(|date| httpdate::parse_http_date(date.to_str().ok()?).ok());
            let taken = Timestamp::from(date.unwrap_or_else(SystemTime::now));
            self.about.borrow_mut().taken = Some(taken.to_string());
            self.save()?;
        }
        write(&self.options.out.join(file), response.body())
    }

    /// Writes the two files about the snapshot: `snapshot.json` and `failed.json`.
    fn save(&self) -> Result<()> {
        let about = self.about.borrow();
        if about.taken.is_some() {
            write(&self.options.out.join("snapshot.json"), &json(&*about)?)?;
        }
        let failures = self.failures.borrow();
        let failures: Vec<_> = failures.values().collect();
        self.saved.set(Instant::now());
        write(&self.options.out.join("failed.json"), &json(&failures)?)
    }

    /// The questions about the operations that are supported according to these answers, whichever shape they have.
    fn operations(&self, capabilities: &BTreeSet<Question>) -> Result<BTreeSet<Question>> {
        let models = &self.about.borrow().models;
        let mut all = BTreeSet::new();
        for Question { slug, file, .. } in capabilities {
            let Some(file) = file else { continue };
            let live: Option<Live> = read(&self.options.out.join(file))?;
            let resources = live.as_ref().and_then(|live| live.unified.as_deref());
            for one in resources.unwrap_or_default() {
                let model = one.model.as_ref().or(one.api_name.as_ref());
                let model = model.filter(|model| models.contains(*model));
                let resource = one.resource.as_ref().or(one.name.as_ref());
                if let (Some(model), Some(resource)) = (model, resource) {
                    let methods = one.methods.iter().flatten();
                    all.extend(methods.map(|method| Question::meta(slug, model, resource, method)));
                }
            }
        }
        Ok(all)
    }
}

/// Reads a file of JSON, if there is one.
fn read<T: DeserializeOwned>(path: &Path) -> Result<Option<T>> {
    match fs::read(path) {
        Ok(json) => match serde_json::from_slice(&json) {
            Ok(value) => Ok(Some(value)),
            Err(error) => Err(format!("{}: {error}: delete the file", path.display()).into()),
        },
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(format!("{}: {error}", path.display()).into()),
    }
}

/// Writes a new file and renames it, so that a crash leaves no part of one.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    let new = path.with_extension("new");
    fs::create_dir_all(path.parent().ok_or("no directory")?)?;
    fs::write(&new, content)?;
    Ok(fs::rename(new, path)?)
}

fn json(value: &impl Serialize) -> Result<Vec<u8>> {
    Ok(serde_json::to_vec_pretty(value)?)
}
