// What the page's scripts know of the data that they show. They share one scope, as they do in the page.
type PageData = import("../page-data").PageData;
type PageClass = import("../page-data").PageClass;
type PageGuard = import("../page-data").PageGuard;
type PagePerson = import("../page-data").PagePerson;
type PageChange = import("../page-data").PageChange;
type PageRow = import("../page-data").PageRow;
type ManagerNode = import("../manager-moves").ManagerNode;
