//! The former names of renamed items still work, until they are removed.
#![allow(deprecated)]

mod calls {
    use truto_runtime::{
        AccountScope, Call, Error, QueryStyle, Response, Scope,
        policy::{AttemptOutcome, Ended},
    };

    #[test]
    fn of_calls() {
        let _: fn(&Scope) -> &AccountScope = |scope| scope;
        let _: fn(Ended<'static>) -> AttemptOutcome<'static> = |ended| ended;
        let _: fn(&Response) -> Result<(), Error> = Response::nothing;
        let _ = |call: &mut Call| call.set_filter("remote_query", QueryStyle::Form, "a");
    }
}

#[cfg(feature = "crm")]
mod support {
    use truto_unified::{
        Integration,
        crm::contacts,
        support::{Issue, IssueLocation, OperationDiff, Place, SupportDiff},
    };

    #[test]
    fn of_the_matrix() {
        let served = Integration::Zendesk.serves().count();
        let supported = Integration::Zendesk.supported_operations().count();
        assert_eq!(served, supported);
        let _: IssueLocation = Place::Body;
        let _: IssueLocation = truto_runtime::Place::Body;
        let _: fn(&Issue) -> Place = Issue::place;
        let _: fn(&OperationDiff) -> Option<bool> = OperationDiff::is_served;
        let _ = |diff: &SupportDiff| diff.unanswered().count();
        let report = contacts::CREATE.check(Integration::Zendesk, &());
        assert!(
            report
                .issues()
                .iter()
                .all(|issue| issue.place() == issue.location())
        );
    }
}

#[cfg(all(
    feature = "testing",
    feature = "tokio",
    feature = "crm",
    feature = "discovery"
))]
mod testing {
    use truto_runtime::testing::{
        Brings, Field, Meaning, Object, ParameterRole, ResponseKind, Route, Shape, may, must,
    };
    use truto_unified::{
        crm::contacts,
        testing::{FakeTimer, FakeTruto, Fault, Received, ReceivedRequest, SkipWaits},
    };

    static FIELDS: [Field; 2] = [must("id", Shape::Text), may("name", Shape::Text)];
    static OBJECT: Object =
        Object::new(&FIELDS).with_live("list", ["model", "resource", "methods"]);

    #[test]
    fn of_the_table() {
        let _: ParameterRole = Meaning::Limit;
        let response: ResponseKind = Brings::One(Shape::Of(&OBJECT));
        let _: Route = Route::new(&contacts::CREATE, response).with_body(&["id"]);
    }

    #[test]
    fn of_the_fake() {
        let _: FakeTimer = SkipWaits::default();
        let _: Fault = Fault::reset().undone();
        let fake = FakeTruto::start().unwrap();
        fake.answer("discovery.integrations.capabilities", ())
            .unwrap();
        let requests: Vec<Received> = fake.requests();
        let of = |one: &ReceivedRequest| (one.shown_path(), one.is_cut());
        assert_eq!(requests.iter().map(of).next(), None);
    }
}

/// Uses each former name of a builder as the present one.
macro_rules! builders {
    ($feature:literal, $($api:ident :: $resource:ident { $($former:ident = $name:ident),+ $(,)? })+) => {
        $(
            #[cfg(feature = $feature)]
            #[test]
            fn $resource() {
                use truto_unified::$api::$resource as module;
                $(
                    let _: fn(module::$former) -> module::$name = |builder| builder;
                )+
            }
        )+
    };
}

mod ticketing_builders {
    builders! {
        "ticketing",
        ticketing::accounts {
            CreateAccounts = CreateAccount, GetAccounts = GetAccount,
            UpdateAccounts = UpdateAccount, DeleteAccounts = DeleteAccount,
        }
        ticketing::attachments {
            CreateAttachments = CreateAttachment, GetAttachments = GetAttachment,
            UpdateAttachments = UpdateAttachment, DownloadAttachments = DownloadAttachment,
        }
        ticketing::collections {
            CreateCollections = CreateCollection, GetCollections = GetCollection,
            UpdateCollections = UpdateCollection, DeleteCollections = DeleteCollection,
        }
        ticketing::comments {
            CreateComments = CreateComment, GetComments = GetComment,
            UpdateComments = UpdateComment, DeleteComments = DeleteComment,
        }
        ticketing::contacts {
            CreateContacts = CreateContact, GetContacts = GetContact,
            UpdateContacts = UpdateContact, DeleteContacts = DeleteContact,
        }
        ticketing::fields {
            CreateFields = CreateField, GetFields = GetField, UpdateFields = UpdateField,
            DeleteFields = DeleteField,
        }
        ticketing::organizations {
            GetOrganizations = GetOrganization,
        }
        ticketing::tags {
            CreateTags = CreateTag, GetTags = GetTag, UpdateTags = UpdateTag,
            DeleteTags = DeleteTag,
        }
        ticketing::task_lists {
            CreateTaskLists = CreateTaskList, GetTaskLists = GetTaskList,
        }
        ticketing::tasks {
            CreateTasks = CreateTask, GetTasks = GetTask, UpdateTasks = UpdateTask,
            DeleteTasks = DeleteTask,
        }
        ticketing::teams {
            CreateTeams = CreateTeam, GetTeams = GetTeam, UpdateTeams = UpdateTeam,
            DeleteTeams = DeleteTeam,
        }
        ticketing::tickets {
            CreateTickets = CreateTicket, GetTickets = GetTicket, UpdateTickets = UpdateTicket,
            DeleteTickets = DeleteTicket, ImportTickets = ImportTicket,
        }
        ticketing::users {
            CreateUsers = CreateUser, GetUsers = GetUser, UpdateUsers = UpdateUser,
            DeleteUsers = DeleteUser,
        }
        ticketing::workspaces {
            CreateWorkspaces = CreateWorkspace, GetWorkspaces = GetWorkspace,
            UpdateWorkspaces = UpdateWorkspace, DeleteWorkspaces = DeleteWorkspace,
        }
    }
}

mod crm_builders {
    builders! {
        "crm",
        crm::accounts {
            CreateAccounts = CreateAccount, GetAccounts = GetAccount,
            UpdateAccounts = UpdateAccount, DeleteAccounts = DeleteAccount,
        }
        crm::associations {
            CreateAssociations = CreateAssociation,
        }
        crm::contacts {
            CreateContacts = CreateContact, GetContacts = GetContact,
            UpdateContacts = UpdateContact, DeleteContacts = DeleteContact,
        }
        crm::engagement_types {
            GetEngagementTypes = GetEngagementType,
        }
        crm::engagements {
            CreateEngagements = CreateEngagement, GetEngagements = GetEngagement,
            UpdateEngagements = UpdateEngagement, DeleteEngagements = DeleteEngagement,
        }
        crm::field_groups {
            CreateFieldGroups = CreateFieldGroup, GetFieldGroups = GetFieldGroup,
            UpdateFieldGroups = UpdateFieldGroup,
        }
        crm::fields {
            CreateFields = CreateField, GetFields = GetField, UpdateFields = UpdateField,
            DeleteFields = DeleteField,
        }
        crm::leads {
            CreateLeads = CreateLead, GetLeads = GetLead, UpdateLeads = UpdateLead,
            DeleteLeads = DeleteLead,
        }
        crm::notes {
            CreateNotes = CreateNote, GetNotes = GetNote, UpdateNotes = UpdateNote,
            DeleteNotes = DeleteNote,
        }
        crm::opportunities {
            CreateOpportunities = CreateOpportunity, GetOpportunities = GetOpportunity,
            UpdateOpportunities = UpdateOpportunity, DeleteOpportunities = DeleteOpportunity,
        }
        crm::pipelines {
            CreatePipelines = CreatePipeline, GetPipelines = GetPipeline,
            UpdatePipelines = UpdatePipeline, DeletePipelines = DeletePipeline,
        }
        crm::projects {
            CreateProjects = CreateProject, GetProjects = GetProject,
            UpdateProjects = UpdateProject, DeleteProjects = DeleteProject,
        }
        crm::stages {
            CreateStages = CreateStage, GetStages = GetStage, UpdateStages = UpdateStage,
            DeleteStages = DeleteStage,
        }
        crm::tasks {
            CreateTasks = CreateTask, GetTasks = GetTask, UpdateTasks = UpdateTask,
            DeleteTasks = DeleteTask,
        }
        crm::users {
            CreateUsers = CreateUser, GetUsers = GetUser, UpdateUsers = UpdateUser,
            DeleteUsers = DeleteUser,
        }
    }
}

mod discovery_builders {
    builders! {
        "discovery",
        discovery::integrations {
            CapabilitiesIntegrations = CapabilitiesIntegration, MetaIntegrations = MetaIntegration,
            ModelDocsIntegrations = ModelDocsIntegration,
        }
    }
}
