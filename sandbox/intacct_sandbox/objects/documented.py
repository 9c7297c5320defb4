"""Properties that the OpenAPI groups document and on which nothing here depends: kept as sent and shown again.

Names and types are those of the groups' examples (developer.sage.com; public copy in github.com/dgaretz-oss/
intacct-mcp, docs/rest). Letters: s text, b boolean, n number, d date, l list, a anything, r a reference by key or id to
an object that is not here, k the key beside an id that the object has. `!` is shown and cannot be set: what Intacct
computes, and what would change an amount if it were more than kept. After `=` comes the name in XML, from the pages of
developer.intacct.com; what has only that is written and read over XML alone. Which of the others are read-only is
not in the examples (assumption).
"""

DOCUMENTED = {
    "vendor": """
        alwaysCreateBill:b displayTermDiscountOnCheckStub:b displayVendorAccountOnCheckStub:b webURL:s!
        contacts.default:k contacts.default.hideContactList:b vendorType:k accountGroup:r priceSchedule:r
        discountPercent:n priceList:r accountLabel:r defaultLeadTime:n=DEFAULT_LEAD_TIME retainagePercentage:n
        isIndividualPerson:b=ISINDIVIDUAL lastBillCreatedDate:a! lastPaymentMadeDate:a! tpar.isTparEnabled:b
        tpar.name:s t5018.isT5018Enabled:b t5018.t5018Number:s vendorAccountNumberList:l vendorEmailTemplates:l
        vendorPaymentProviders:l bankFiles.paymentCountryCode:s bankFiles.paymentCurrency:s
        vendorBankFileSetup:l contacts.default.electronicInvoiceDetails.legalCategory:s
        contacts.default.electronicInvoiceDetails.mainActivity:s
        contacts.default.electronicInvoiceDetails.registeredCapital:s
        contacts.default.electronicInvoiceDetails.typeOfCompany:s
        contacts.default.electronicInvoiceDetails.valueAddedTaxRegime:s contacts.default.internationalTaxId:s
        :s=FILEPAYMENTSERVICE :s=PYMTCOUNTRYCODE :s=DISPLOCACCTNOCHECK :s=TAXSCHEDULE :s=TAXSOLUTIONID
    """,
    "customer": """
        contacts.default.tax.group:k contacts.default.tax.solution:r contacts.default:k
        contacts.default.showInContactList:b accountLabel:r lastInvoiceCreatedDate:d!
        lastStatementGeneratedDate:d! territory:k shippingMethod:r customerType:k accountGroup:r priceSchedule:r
        discountPercent:s priceList:k customerMessage:r customerMessage.message:s overridePriceList:s
        enableOnlineCardPayment:b enableOnlineACHPayment:b customerAccountHealth.healthScore:n!
        customerAccountHealth.healthStatus:s! customerAccountHealth.churnRisk:b! webURL:s!
        customerEmailTemplates:l restrictedDepartments:l restrictedLocations:l
        contacts.default.electronicInvoiceDetails.legalCategory:s
        contacts.default.electronicInvoiceDetails.mainActivity:s
        contacts.default.electronicInvoiceDetails.registeredCapital:s
        contacts.default.electronicInvoiceDetails.typeOfCompany:s
        contacts.default.electronicInvoiceDetails.valueAddedTaxRegime:s contacts.default.internationalTaxId:s
        restrictions.locations:l restrictions.departments:l
    """,
    "contact": """
        tax.group:k tax.taxId:s showInContactList:b priceSchedule:r discount:a priceList:r :s=TAXSCHEDULE
        :s=TAXSOLUTIONID
    """,
    "account": """
        automaticAccount:b! constructionCategory:s reconciliationSequence:a isGermanTaxAccount:b
    """,
    "bill": """
        recordType:s! moduleName:s! purchasingDocument:r! paymentInformation.fullyPaidDate:a!
        paymentInformation.totalBaseAmountSelectedForPayment:s! paymentInformation.totalBaseAmountPaid:s!
        paymentInformation.totalTxnAmountSelectedForPayment:s! totalBaseAmount:s! totalBaseAmountDue:s!
        billSummary:k! billSummary.isSummaryOpen:s! billSummary.isSummaryPosted:s! recurringSchedule:r!
        isSystemGenerated:b! dueInDays:s! taxSolution:k taxSolution.showMultiLineTax:a! taxSolution.method:a!
        taxSolution.taxCalculationMethod:a! retainage.defaultPercentage:a! retainage.totalTxnAmountRetained:s!
        retainage.totalTxnAmountReleased:s! retainage.totalBaseAmountRetained:s! customerRefund:r!
        documentSource:s! importStatus:s! importErrorMessage:s! recipientEmail:a! senderEmail:a! sourceModule:s!
        webURL:s! invoiceType:s invoiceMode:s eInvoiceStatus:s! dispute.reason:s dispute.notes:s refuse.reason:s
        refuse.notes:s
    """,
    "bill-line": """
        accountLabel:k createdDate:d baseAmount:s! baseLocation:r currency.exchangeRate.date:d!
        currency.exchangeRate.typeId:s! currency.exchangeRate.rate:n! currency.txnCurrency:s!
        currency.baseCurrency:s! allocation:k lineNumber:s! paymentInformation.totalBaseAmountPaid:s!
        paymentInformation.totalBaseAmountSelectedForPayment:s!
        paymentInformation.totalTxnAmountSelectedForPayment:s! project.isBilled:b! retainage.percentage:s!
        retainage.txnAmountRetained:s! retainage.baseAmountRetained:s! retainage.hasRetainage:b!
        retainage.txmAmountReleased:s! retainage.release:b! isSubtotal:b! purchasing.document:r!
        purchasing.documentLine:r! fixedAsset.nameOfAcquiredAsset:s fixedAsset.includeTaxInAssetCost:b!
        fixedAsset.assetCreationMode:s fixedAsset.assetQuantity:n! retainage.txnAmountReleased:a! isSubTotal:a!
    """,
    "invoice": """
        recordType:s! customerMessage:k customerMessage.message:s documentId:a salesDocument:r!
        invoiceSummary:r! invoiceSummary.isSummaryOpen:s! invoiceSummary.isSummaryPosted:s!
        discountCutOffDate:d! paymentInformation.fullyPaidDate:a!
        paymentInformation.totalBaseAmountSelectedForPayment:s! paymentInformation.totalBaseAmountPaid:s!
        paymentInformation.totalTxnAmountSelectedForPayment:s! totalBaseAmount:s! totalBaseAmountDue:s!
        moduleKey:s! recurringSchedule:r! isSystemGeneratedDocument:b! billbackTemplate:r dueInDays:n!
        taxSolution:k retainage.defaultPercentage:s! retainage.totalTxnAmountRetained:s!
        retainage.totalTxnAmountReleased:s! retainage.totalBaseAmountRetained:s! retainage.isReleased:b!
        projectContract:r dunningCount:n! projectContractBilling.externalReferenceNumber:s
        projectContractBilling.description:s projectContractBilling.contractDate:d
        projectContractBilling.billingThroughDate:d projectContractBilling.billingApplicationNumber:s
        architect:r invoiceType:s invoiceMode:s eInvoiceStatus:s! webURL:s! allowOnlinePayment:b
        providerPayment:r! providerPayment.state:s!
    """,
    "invoice-line": """
        accountLabel:k createdDate:d baseAmount:s! baseLocation:r currency.exchangeRate.date:d!
        currency.exchangeRate.typeId:s! currency.exchangeRate.rate:n! currency.txnCurrency:s!
        currency.baseCurrency:s! allocation:k paymentInformation.totalBaseAmountPaid:s!
        paymentInformation.totalBaseAmountSelectedForPayment:s!
        paymentInformation.totalTxnAmountSelectedForPayment:s! retainage.percentage:s!
        retainage.txnAmountRetained:s! retainage.baseAmountRetained:s! retainage.hasRetainage:b!
        retainage.txnAmountReleased:s! retainage.isReleased:b! retainage.offsetGLAccount:r!
        retainage.isReleaseLine:b! projectContract:r projectContractLine:r isSummarized:b!
    """,
    "bill-payment": """
        paymentSummary:r! paymentSummary.postingDate:d! recordType:s! financialEntity.currency:s!
        financialEntity.txnAmount:s! financialEntity.baseAmount:s! financialEntity.baseCurrency:s! webURL:s!
        txnDate:d txnPaidDate:d! baseCurrency.totalAmount:s! baseCurrency.totalSelected:s!
        baseCurrency.totalPaid:s! baseCurrency.totalDue:s! txnCurrency.totalSelected:s! txnCurrency.totalPaid:s!
        txnCurrency.totalDue:s! payTo:r cleared:s! clearedDate:a! isInclusiveTax:b! taxSolution:r
        taxSolution.taxCalculationMethod:a! paymentSubmitter:s! paymentFileType:s bankFile:r jointPayee:r!
    """,
    "bill-payment-line": """
        billLine:r! apCreditAdjustment:r! apCreditAdjustmentLine:r! apPaymentLine:r! paymentDate:d
        baseCurrency.paymentAmount:s! baseCurrency.inlineAmount:a! baseCurrency.discountAmount:a!
        baseCurrency.adjustmentAmount:a! baseCurrency.postedAdvanceAmount:a! txnCurrency.inlineAmount:a!
        txnCurrency.discountAmount:a! txnCurrency.adjustmentAmount:a! txnCurrency.postedAdvanceAmount:a!
        txnCurrency.currency:s! inlineBill:r! inlineBillLine:r! apDiscount:r! apDiscountLine:r! discountDate:a!
        apDebitAdjustment:r! apDebitAdjustmentLine:r! apAdvance:r! apAdvanceLine:r! apPostedAdvance:r!
        apPostedAdvanceLine:r! moduleKey:s! jointPayee:r!
    """,
    "payment": """
        paymentSummary:r! paymentSummary.title:s! recordType:s! financialEntity.entityType:s! financialEntity:k
        financialEntity.currency:s! financialEntity.txnAmount:s! financialEntity.baseAmount:s!
        financialEntity.baseCurrency:s! paidDate:d! baseCurrency.totalAmount:s! baseCurrency.totalSelected:s!
        baseCurrency.totalPaid:s! baseCurrency.totalDue:s! txnCurrency.totalSelected:s! txnCurrency.totalPaid:s!
        txnCurrency.totalDue:s! exchangeRate.date:d! exchangeRate.typeId:s! contacts.payTo:r
        bankReconciliationStatus:s! bankReconciliationDate:a! webURL:s! multiEntityPayment:r!
    """,
    "payment-line": """
        baseCurrency.paymentAmount:s! baseCurrency.inlineAmount:a! baseCurrency.postedAdvanceAmount:a!
        baseCurrency.postedOverPaymentAmount:a! baseCurrency.negativeInvoiceAmount:a!
        baseCurrency.adjustmentAmount:a! txnCurrency.inlineAmount:a! txnCurrency.postedAdvanceAmount:a!
        txnCurrency.postedOverPaymentAmount:a! txnCurrency.negativeInvoiceAmount:a!
        txnCurrency.adjustmentAmount:a! txnCurrency.currency:s! arInvoiceLine:r! positiveAdjustment:r!
        positiveAdjustmentLine:r! inlineTxn:r! inlineTxnLine:r! postedAdvance:r! postedAdvanceLine:r!
        arPostedOverPayment:r! arPostedOverPaymentLine:r! postedOverPayment:r! postedOverPaymentLine:r!
        negativeInvoice:r! negativeInvoiceLine:r! arAdjustmentLine:r! arAdvance:r! arAdvanceLine:r!
        arPaymentLine:r! paymentDate:d
    """,
    "journal-entry": """
        txnNumber:n! moduleName:s! reversedBy:r! reversedFromDate:a! txnTemplate:r accountAllocationRun:r!
        accountAllocation:r! sequenceNumber:s! tax.taxSolution:r! txnSource:a! balance:n! webURL:s!
        scheduledOperationKey:s :s=VATVENDORID :s=VATCUSTOMERID :s=VATCONTACTID :s=TRANSACTIONSOURCE
    """,
    "journal-entry-line": """
        entryDate:d! baseAmount:s! numberOfUnits:n! currency.baseCurrency:s! currency.exchangeRateDate:d!
        currency.exchangeRateTypeId:s! reconciliationGroup.cleared:s! reconciliationGroup.clearingDate:d!
        reconciliationGroup.reconciliationDate:d! accountingPeriod:n! allocation:k interEntityTxnType:s!
        parent:r isBilled:b!
    """,
    "project": """
        projectStatus:k projectStatus.disableTimesheetEntry:a projectStatus.disableExpenseEntry:a
        projectStatus.disablePurchasingAPEntry:a projectStatus.disableGenerateInvoice:a actualAmount:s
        progress.estimatedDuration:a! progress.actualDuration:a! progress.approvedDuration:a!
        progress.remainingDuration:a! progress.percentComplete:a! progress.observedPercentComplete:s!
        salesOrderNumber:s purchaseOrderNumber:s purchaseOrderAmount:s purchaseQuoteNumber:s=PQNUMBER
        salesforceKey:a! salesContact:r projectType:k cipAsset:r paymentTerm:r documentNumber:s customerUser:r
        userRestrictions:s isBillableEmployeeExpense:b=BILLABLEEXPDEFAULT
        isBillablePurchasingAPExpense:b=BILLABLEAPPODEFAULT glBudget:r ratesAndPricing.laborMarkup:s
        ratesAndPricing.laborPricing:s ratesAndPricing.expenseMarkup:s ratesAndPricing.expensePricing:s
        ratesAndPricing.defaultRate:s ratesAndPricing.purchasingAPPricing:s invoiceMessage:s=INVOICEMESSAGE
        invoiceCurrency:s=INVOICECURRENCY billingOverMax:s excludeExpenses:b contract:r rootProject:r!
        grant.aln:s=CFDA grant.fundedProjectName:s=FUNDEDNAME grant.agency:s=AGENCY grant.payer:s
        grant.otherId:s=FUNDINGOTHERID grant.assistanceType:s grant.revenueRestriction:s
        grant.restrictionExpiry:s grant.restrictionExpirationDate:d=RESTRICTIONEXPIRATIONDATE
        grant.isTimeSatisfactionScheduled:b=TIMESATISFACTIONSCHEDULED wipScheduleProject:r
        excludeFromWIPSchedule:b multiEntityLocation:r scopeDetails.scope:a scopeDetails.inclusions:a
        scopeDetails.exclusions:a scopeDetails.terms:a scheduleDetails.scheduledStartDate:a
        scheduleDetails.actualStartDate:a scheduleDetails.scheduledCompletionDate:a
        scheduleDetails.revisedCompletionDate:a scheduleDetails.substantialCompletionDate:a
        scheduleDetails.actualCompletionDate:a scheduleDetails.noticeToProceedDate:a
        scheduleDetails.responseDueDate:a scheduleDetails.executedOnDate:a scheduleDetails.scheduleImpactNotes:a
        taxSchedule:r taxSolution:r webURL:s! :s=CUSTUSERID :s=SALESCONTACTID :s=USERRESTRICTIONS :s=PAYER
        :s=ASSISTANCETYPE :s=REVRESTRICTION :s=RESTRICTIONEXPIRY :s=BILLINGPRICING :s=BILLINGRATE
        :s=EXPENSEPRICING :s=EXPENSERATE :s=POAPPRICING :s=POAPRATE :s=BUDGETID :s=SCOPE :s=INCLUSIONS
        :s=EXCLUSIONS :s=TERMS :s=SCHEDULEDSTARTDATE :s=ACTUALSTARTDATE :s=SCHEDULEDCOMPLETIONDATE
        :s=REVISEDCOMPLETIONDATE :s=SUBSTANTIALCOMPLETIONDATE :s=ACTUALCOMPLETIONDATE :s=NOTICETOPROCEED
        :s=RESPONSEDUE :s=EXECUTEON :s=SCHEDULEDIMPACT
    """,
    "task": """
        parent:r customer:r productionUnits.estimate:n productionUnits.description:s=PRODUCTIONUNITDESC item:r
        actual.startDate:d! actual.endDate:d! duration.planned:n duration.estimated:n duration.actual:n!
        duration.remaining:a! duration.approved:n! duration.plannedBillable:n! duration.estimatedBillable:n
        duration.actualBillable:n! duration.approvedBillable:n! percentComplete:s observedPercentComplete:s
        isMilestone:b isUtilized:b wbsCode:s! priority:n timeType:r class:r dependentOn:r root:r! standardTask:r
        attachment:r taxSolution:r taxSchedule:r overridePurchasingTaxSchedule:b :s=STANDARDTASKID
    """,
    "employee": """
        employeeType:k attachmentFolder:k earningType:k defaultCustomer:r defaultItem:r defaultVendor:r
        defaultTimeAllocation:r defaultExpenseDistribution:r bankFile.paymentCountryCode:a
        bankFile.paymentCurrency:a filePaymentService:s isPlaceholderResource:b! employeePosition:r webURL:s!
        positionSkills:r bankFileSetup:l
    """,
    "item": """
        isItemEnabledForMRR:b productLine:k contractDefault.billingTemplate:r contractDefault.revRecTemplate1:r
        contractDefault.revRecTemplate2:r contractDefault.expenseTemplate1:r contractDefault.expenseTemplate2:r
        contractDefault.isDefaultBundle:b contractDefault.contractFairValueCategory:r
        contractDefault.defaultContractDeliveryStatus:s contractDefault.defaultContractDeferralStatus:s
        substituteItemId:s=SUBSTITUTEID inventory.shippingWeight:n inventory.glGroup.incomeGLAccount:s
        inventory.glGroup.expenseGLAccount:s inventory.glGroup.inventoryGLAccount:s
        inventory.glGroup.cogsGLAccount:s inventory.glGroup.arGLAccountNumber:s
        inventory.glGroup.apGLAccountNumber:s inventory.glGroup.deferredRevenueGLAccountNumber:s
        inventory.glGroup.defaultRevenueRecognitionTemplate:s inventory.glGroup:k inventory.autoPrintLabel:b
        dateLastSold:d! dateLastReceived:d! isSuppliesItem:b sales.taxGroup:r sales.taxSolution:r
        sales.isAvailableForDropShip:b sales.isAvailableForBuyToOrder:b unitOfMeasureGroup:k
        precision.inventoryPrecision:n=INV_PRECISION precision.purchasingPrecision:n=PO_PRECISION
        precision.salesPrecision:n=SO_PRECISION tracking.enableSerialNo:b=ENABLE_SERIALNO tracking.serialMask:s
        tracking.enableLotCategory:b=ENABLE_LOT_CATEGORY tracking.lotCategory:s
        tracking.enableBins:b=ENABLE_BINS tracking.enableExpiration:b=ENABLE_EXPIRATION kitRevenuePosting:a
        kitRevenuePrinting:a vsoeCategory:s vsoeDefaultDeliveryStatus:s vsoeDefaultDeferralStatus:s
        contractTerm.isStartDateAndEndDateEnabled:b contractTerm.periodsMeasuredIn:s
        contractTerm.numberOfPeriods:n contractTerm.isProratedPricingAllowed:b
        contractTerm.defaultRenewalTemplate:r landedCost.enableLandedCost:b quantityOnOrder:s! quantityOnHand:s!
        quantityOnHold:s! quantityAllocated:s! quantityReserved:s! quantityUncommitted:s! quantityInTransit:s!
        replenishment.enableReplenishment:b replenishment.replenishmentMethod:s
        replenishment.unitOfMeasureDefault:s replenishment.reorderPoint:n replenishment.safetyStock:n
        replenishment.reorderQuantity:n replenishment.maximumOrderQuantity:n measurements.weightUnitOfMeasure:r
        measurements.netWeight:n measurements.lengthWidthHeightUnitOfMeasure:r measurements.length:n
        measurements.width:n measurements.height:n measurements.thicknessUnitOfMeasure:r
        measurements.thickness:n measurements.minimumThickness:n measurements.maximumThickness:n
        measurements.areaUnitOfMeasure:r measurements.area:n measurements.volumeUnitOfMeasure:r
        measurements.volume:n measurements.diameterUnitOfMeasure:r measurements.innerDiameter:n
        measurements.outerDiameter:n measurements.durometerUnitOfMeasure:s measurements.densityUnitOfMeasure:s
        measurements.density:n itemDetails.universalProductCode:n=UPC12
        itemDetails.internationalArticleNumber:n=EAN13 itemDetails.isSafetyItem:b=SAFETYITEM
        itemDetails.isRestrictedItem:b=RESTRICTEDITEM itemDetails.isCompliantItem:b=COMPLIANTITEM
        itemDetails.condition:s=CONDITION itemDetails.engineeringAlert:s=ENGINEERINGALERT
        itemDetails.specification1:s=SPECIFICATION1 itemDetails.specification2:s=SPECIFICATION2
        itemDetails.specification3:s=SPECIFICATION3 itemDetails.isApprovedByEngineering:b=ENGINEERINGAPPROVAL
        itemDetails.isApprovedByQualityControl:b=QUALITYCONTROLAPPROVAL
        itemDetails.isApprovedBySales:b=SALESAPPROVAL
        itemDetails.primaryCountryOfOrigin:s=PRIMARYCOUNTRYOFORIGIN commercial.brand:s=BRAND
        commercial.subBrand:s=SUBBRAND commercial.category:s=CATEGORY commercial.subCategory:s=SUBCATEGORY
        commercial.catalogReference:s=CATALOGREF commercial.color:s=COLOR commercial.style:s=STYLE
        commercial.size1:s=SIZE1 commercial.size2:s=SIZE2 commercial.isGiftCard:b=GIFTCARD
        commercial.isWebEnabled:b=WEBENABLED commercial.webName:s=WEBNAME
        commercial.webShortDiscription:s=WEBSHORTDESC commercial.webLongDescription:s=WEBLONGDESC
        defaultConversionType:s enableFulfillment:b=ENABLEFULFILLMENT isEnabledForContracts:b=CONTRACTENABLED
        itemVendor:l warehouseInfo:l kitComponents:l itemLandedCost:l attachment:r
        sales.allowMultipleTaxGroups:b commercial.defaultConversionType:s :s=DEFAULT_CONVERSIONTYPE :s=TAXGROUP
        :s=ALLOWMULTIPLETAXGRPS :s=DEFAULTREVRECTEMPLKEY :s=INCOMEACCTKEY :s=INVACCTKEY :s=EXPENSEACCTKEY
        :s=COGSACCTKEY :s=OFFSETOEGLACCOUNTKEY :s=OFFSETPOGLACCOUNTKEY :s=DEFERREDREVACCTKEY :s=VSOECATEGORY
        :s=VSOEDLVRSTATUS :s=VSOEREVDEFSTATUS :s=REVPOSTING :s=REVPRINTING :s=SERIAL_MASKKEY :s=LOT_CATEGORYKEY
        :s=ENABLELANDEDCOST :s=HASSTARTENDDATES :s=TERMPERIOD :s=TOTALPERIODS :s=COMPUTEFORSHORTTERM
        :s=RENEWALMACROID :s=AUTOPRINTLABEL :s=DUROMETER :s=ENABLE_REPLENISHMENT :s=DEFAULT_REPLENISHMENT_UOM
        :s=REPLENISHMENT_METHOD :s=SAFETY_STOCK :s=MAX_ORDER_QTY :s=REORDER_POINT :s=REORDER_QTY
    """,
    "warehouse": """
        isReplenishmentEnabled:b=ENABLE_REPLENISHMENT enableNegativeInv:b=ENABLENEGATIVEINV
    """,
    "ap-adjustment": """
        recordType:s! adjustmentSummary:k! adjustmentSummary.state:s! adjustmentSummary.preventGLPosting:b!
        totalEntered:s! totalBaseAmountDue:s! contacts.payTo:r contacts.returnTo:r attachment:r invoiceType:s
        invoiceMode:s eInvoiceStatus:s! moduleKey:s!
    """,
    "ap-adjustment-line": """
        adjustmentAsset:r accountLabel:k baseAmount:s! currency.exchangeRate.date:d!
        currency.exchangeRate.typeId:s! currency.exchangeRate.rate:s! currency.txnCurrency:s!
        currency.baseCurrency:s! paymentInformation.totalBaseAmountPaid:s! paymentInformation.txnTotalPaid:s!
        paymentInformation.totalBaseAmountSelected:s! paymentInformation.txnTotalSelected:s! adjustmentType:s!
        hasForm1099:s totalTxnAmount:s!
    """,
    "ar-adjustment": """
        txnType:s! invoiceType:s invoiceMode:s eInvoiceStatus:s! adjustmentSummary:k! baseCurrency.paidDate:d!
        baseCurrency.totalAmountEntered:s! baseCurrency.totalSelected:s! baseCurrency.totalPaid:s!
        baseCurrency.totalDue:s! txnCurrency.totalSelected:s! contacts.billTo:r contacts.shipTo:r
        contacts.shipTo.tax.group:r! contacts.shipTo.tax.taxId:a! moduleKey:s! taxSolution:k attachment:r
    """,
    "ar-adjustment-line": """
        accountLabel:k baseCurrency.amount:s! baseCurrency.currency:s! txnCurrency.currency:s!
        exchangeRate.date:d! exchangeRate.typeId:s! exchangeRate.rate:s! adjustmentType:s! isTax:b!
    """,
    "expense-report": """
        employeeContact:r employeeContact.firstName:s employeeContact.lastName:s expenseSummary.title:s!
        expenseSummary:r! expenseSummary.state:s! expenseSummary.preventGLPosting:b!
        basePaymentInformation.totalEntered:s! basePaymentInformation.totalPaid:s!
        basePaymentInformation.totalSelected:s! basePaymentInformation.totalDue:s!
        reimbursementInformation.totalSelected:s! nonReimbursable.baseTotalEntered:s!
        nonReimbursable.reimbursementTotalEntered:s!
    """,
    "expense-report-line": """
        baseAmount:s! reimburseToBase.exchangeRateDate:d! reimburseToBase.exchangeRateTypeId:s!
        reimburseToBase.exchangeRate:s! expenseType:k reimbursementInformation.totalSelected:s!
        reimbursementInformation.totalPaid:s! isBilled:b! paymentType.isNonreimbursable:b attachment:r
        reimburseToBase.baseAmount:s! reimbursement.reimbursementAmount:s! reimbursement.totalSelected:s!
        reimbursement.totalPaid:s! paymentType:k unitRate:s! currency.userExchangeRate:s! creditCardTxnLine:r
        creditCardTxn:r
    """,
    "order-entry-document": """
        sourceDocument:k! sourceDocument.documentType:s! invoiceType:s invoiceMode:s eInvoiceStatus:s! webURL:s!
        status:s! txnDefinition:r! contacts.primary:r isPrinted:b! isBackordered:b! subtotalInTxnCurrency:s!
        totalInTxnCurrency:s! isSystemGeneratedDocument:b! invoiceRun:r paymentStatus:s! sourceModule:s
        exchangeRate.typeName:s! contractId:s! contractDescription:s! invoiceDate:d customerPONumber:s
        trackingNumber:s shipByDate:d shippedDate:d serviceDeliveryDate:d cancelAfterDate:d
        doNotShipBeforeDate:d doNotShipAfterDate:d requestedShippingDate:d retainagePercent:n! scope:s
        inclusions:s exclusions:s terms:s schedule.scheduledStartDate:d schedule.scheduledCompletionDate:d
        schedule.actualStartDate:d schedule.actualCompletionDate:d schedule.revisedCompletionDate:d
        schedule.substantialCompletionDate:d schedule.noticeToProceedDate:d schedule.responseDueDate:d
        schedule.executedOnDate:d schedule.scheduleImpactNotes:s internalReference.referenceNumber:s
        internalReference.initiatedBy:r internalReference.verbalApprovalBy:r internalReference.issuedBy:r
        internalReference.issuedOnDate:d internalReference.approvedBy:r internalReference.approvedOnDate:d
        internalReference.signedBy:r internalReference.signedOnDate:d internalReference.source:s
        internalReference.sourceReferenceNumber:s externalReference.referenceNumber:s
        externalReference.verbalApprovalBy:r externalReference.approvedBy:r externalReference.approvedOnDate:d
        externalReference.signedBy:r externalReference.signedOnDate:d performanceBond.isRequired:b
        performanceBond.isReceived:b performanceBond.amount:s performanceBond.vendor:r paymentBond.isRequired:b
        paymentBond.isReceived:b paymentBond.amount:s paymentBond.vendor:r revision.isDocumentChanged:b!
        revision.revisedTotal:s! revision.revisedSubTotal:s! revision.revisedTotalInTxnCurrency:s!
        revision.revisedSubTotalInTxnCurrency:s! revision.changeLogNumber:n! relatedDocumentNumber:s
        postedChangesTotal:s! projectContractBilling.externalReferenceNumber:s
        projectContractBilling.description:s projectContractBilling.contractDate:d
        projectContractBilling.billingThroughDate:d projectContractBilling.billingApplicationNumber:s
        billingSummary.originalContractAmount:s! billingSummary.netChangesAmount:s!
        billingSummary.revisedContractAmount:s! billingSummary.balanceToFinishAmount:s!
        billingSummary.lessPriorApplicationAmount:s! billingSummary.currentDueAmount:s!
        billingSummary.retainage.previousBalanceAmount:s! billingSummary.retainage.balanceAmount:s!
        billingSummary.retainage.billedAmount:s! billingSummary.retainage.heldAmount:s!
        billingSummary.retainage.completedAmount:s! billingSummary.retainage.storedMaterialsAmount:s!
        billingSummary.billingTotals.completedToDateAmount:s!
        billingSummary.billingTotals.storedMaterialsAmount:s! billingSummary.billingTotals.heldAmount:s!
        billingSummary.billingTotals.heldToDateAmount:s!
        billingSummary.billingTotals.retainageOnThisInvoiceAmount:s!
        billingSummary.billingTotals.earnedLessRetainageAmount:s!
        billingSummary.billingTotals.lessRetainageHeldAmount:s! billingSummary.billingTotals.netChangesAmount:s!
        billingSummary.billingTotals.netChangesAdditionAmount:s!
        billingSummary.billingTotals.netChangesDeductionAmount:s!
        billingSummary.totalChangesApprovedPriorMonth.additionsAmount:s!
        billingSummary.totalChangesApprovedPriorMonth.deductionsAmount:s!
        billingSummary.totalChangesApprovedThisMonth.additionsAmount:s!
        billingSummary.totalChangesApprovedThisMonth.deductionsAmount:s! architect:r projectContract:r
        shippingMethod:k printedByUser:r! contract:r taxSolution:k taxSolution.taxCalculationMethod:s!
        taxSolution.showMultilineTax:b! schedule.DueDate:d
    """,
    "order-entry-line": """
        documentHeader:r! documentHeader.documentType:s! documentType:s! item:r! lineDescription:s quantity:s!
        retailPrice:s! price:s! status:s! costMethod:s! multiplier:n! baseCurrency:s! priceInTxnCurrency:s!
        conversionType:s! allowDropShip:b allowBuyToOrder:b quantityRemaining:s! trackingDetail:l
        timesheetNotes:s timeType:r employeeExpenseType:r itemAlias:r priceCalculationMemo:s! sourceDocument:r!
        sourceDocument.documentType:s! sourceDocumentLine:r! sourceDocumentLine.documentType:s!
        isPriceProrated:b! discountMemo:s! isBilled:b! taxRate:s! taxInBaseCurrency:s! taxInTxnCurrency:s!
        discount:s! enableTax:b! dimensions.asset:r itemRenewalTemplate:r revenueRecognitionStartDate:d
        revenueRecognitionEndDate:d requestedShippingDate:d shipByDate:d pickTicketPrintedDate:d
        cancelAfterDate:d doNotShipBeforeDate:d doNotShipAfterDate:d shippedDate:d servicePeriodStartDate:d
        servicePeriodEndDate:d revision.unitQuantity:s! revision.quantity:s! revision.unitValue:s!
        revision.value:s! revision.valueInTxnCurrency:s! revision.price:s! revision.unitPrice:s!
        revision.priceInTxnCurrency:s! draft.unitQuantity:s! draft.quantity:s! draft.price:s! draft.basePrice:s!
        posted.quantity:s! posted.price:s! posted.basePrice:s! addedByChangeDocument:b
        projectContractBilling.externalReferenceNumber:s projectContractBilling.description:s
        projectContractBilling.billingType:s projectContractBilling.contractLineValue:s!
        projectContractBilling.priorApplicationAmount:s! projectContractBilling.completedThisPeriodAmount:s!
        projectContractBilling.storedMaterialsAmount:s! projectContractBilling.completedToDateAmount:s!
        projectContractBilling.completedToDatePercent:s! projectContractBilling.balanceRemaining:s
        projectContractBilling.totalConvertedAmount:s! projectContractBilling.totalRemainingAmount:s!
        projectContractBilling.isSummarized:b! retainage.percentage:s! retainage.baseAmountRetained:s!
        retainage.txnAmountRetained:s! retainage.isReleaseLine:b! retainage.previousBalanceAmount:s!
        retainage.billAmount:s! retainage.balanceAmount:s! retainage.extendedPriceNetAmount:s!
        retainage.extendedBasePriceNetAmount:s! reverseConversion.isReverseConversion:b!
        reverseConversion.price:s! reverseConversion.quantity:s! reverseConversion.standardPrice:s!
        reverseConversion.standardQuantity:s! relatedDocument:r relatedDocument.documentNumber:s
        relatedDocumentLine:r projectContract:r projectContractLine:r taxSchedule:r buyToOrderContact:r
        revenueRecognitionTemplate:r isReverseConversion:b!
    """,
    "purchasing-document": """
        sourceDocument:k! sourceDocument.documentType:s! txnDefinition:r! shippingMethod:k contacts.primary:r
        contacts.deliverTo:r isPrinted:b! isBackordered:b! exchangeRate.typeName:s! subtotalInTxnCurrency:s!
        totalInTxnCurrency:s! isSystemGeneratedDocument:b! taxSolution:k taxSolution.showMultilineTax:a!
        taxSolution.taxCalculationMethod:a! retainagePercent:a! scope:s inclusions:s exclusions:s terms:s
        schedule.scheduledStartDate:d schedule.actualStartDate:d schedule.scheduledCompletionDate:d
        schedule.revisedCompletionDate:d schedule.substantialCompletionDate:d schedule.actualCompletionDate:d
        schedule.noticeToProceedDate:d schedule.responseDueDate:d schedule.executedOnDate:d
        schedule.scheduleImpactNotes:s internalReference.referenceNumber:s internalReference.initiatedBy:r
        internalReference.verbalApprovalBy:r internalReference.issuedBy:r internalReference.issuedOnDate:d
        internalReference.approvedBy:r internalReference.approvedOnDate:d internalReference.signedBy:r
        internalReference.signedOnDate:d internalReference.source:s internalReference.sourceReferenceNumber:s
        externalReference.referenceNumber:s externalReference.verbalApprovalBy:r externalReference.approvedBy:r
        externalReference.approvedOnDate:d externalReference.signedBy:r externalReference.signedOnDate:d
        performanceBond.isRequired:b performanceBond.isReceived:b performanceBond.amount:s
        performanceBond.vendor:r paymentBond.isRequired:b paymentBond.isReceived:b paymentBond.amount:s
        paymentBond.vendor:r revision.isDocumentChanged:b! revision.revisedTotal:s! revision.revisedSubTotal:s!
        revision.revisedTotalInTxnCurrency:s! revision.revisedSubTotalInTxnCurrency:s!
        revision.changeLogNumber:n! postedChangesTotal:s! relatedDocumentNumber:s invoiceType:s invoiceMode:s
        eInvoiceStatus:s! paymentStatus:s! requestedShippingDate:a doNotShipBeforeDate:a doNotShipAfterDate:a
        promisedDate:a contractStartDate:a contractEndDate:a cancelAfterDate:a draftChangesTotal:s!
        originalAmount:s! primaryDocumentDetails.totalQuantityConverted:s!
        primaryDocumentDetails.totalPriceConverted:s! primaryDocumentDetails.totalAmountConverted:s!
        primaryDocumentDetails.totalAmountRemaining:s! primaryDocumentDetails.totalQuantityRemaining:s!
        primaryDocumentDetails.scheduledStartDate:d! primaryDocumentDetails.actualStartDate:d!
        primaryDocumentDetails.revisedCompletionDate:d! primaryDocumentDetails.internalReferenceNumber:s!
        primaryDocumentDetails.internalApprovedOnDate:d! primaryDocumentDetails.internalApprovedBy:r!
        primaryDocumentDetails.externalReferenceNumber:s! primaryDocumentDetails.externalApprovedBy:r!
        primaryDocumentDetails.externalApprovedOnDate:d! webURL:s!
    """,
    "purchasing-line": """
        documentHeader:r! documentHeader.documentType:s! documentType:s! item:r! lineDescription:s quantity:s!
        retailPrice:s! price:s! status:s! costMethod:s! extendedCost:s! sourceDocument:r!
        sourceDocument.documentType:s! sourceDocumentLine:r! sourceDocumentLine.documentType:s! baseCurrency:s!
        priceInTxnCurrency:s! extendedPriceInTxnCurrency:s! enableTax:a! isBilled:a! taxRate:a!
        taxInBaseCurrency:s! discountPercentage:a! taxInTxnCurrency:a! priceConverted:s! conversionType:s!
        quantityToleranceVariance:a! priceToleranceVariance:a! requestedShippingDate:a doNotShipBeforeDate:a
        doNotShipAfterDate:a deliveryDueDate:a orderConfirmationDate:a cancelAfterDate:a relatedDocument:r
        relatedDocument.documentNumber:s relatedDocumentLine:r relatedDocumentLine.unitQuantity:s!
        relatedDocumentLine.extendedPriceInTxnCurrency:s! relatedDocumentLine.extendedCost:s!
        revision.unitQuantity:n! revision.quantity:n! revision.unitValue:s! revision.value:s!
        revision.valueInTxnCurrency:s! revision.price:s! revision.unitPrice:s! revision.priceInTxnCurrency:s!
        draft.unitQuantity:a! draft.quantity:a! draft.price:s! draft.basePrice:s! posted.quantity:s!
        posted.price:s! posted.basePrice:s! primaryDocument:r! primaryDocument.documentNumber:s!
        primaryDocumentLine:r! addedByChangeDocument:b isReverseConversion:b! reverseConversion.price:s!
        reverseConversion.quantity:s! reverseConversion.standardPrice:s! reverseConversion.standardQuantity:s!
        reverseConversion.totalConvertedAmount:s! reverseConversion.totalRemainingAmount:s!
        retainage.percentage:s! retainage.baseAmountRetained:s! retainage.txnAmountRetained:s!
        retainage.extendedPriceNetAmount:s! retainage.extendedBasePriceNetAmount:s! taxSchedule:r allocation:r
        quantityRemaining:s! deliveryMethod:r trackingDetail:l discount:a! approvalState:s! multiplier:n!
    """,
    "inventory-document": """
        transactionDate:d status:s! txnDefinition.documentType:s! txnDefinition:r!
        txnDefinition.txnDefinitionTemplateClass:s! txnDefinition.updatesInventory:s!
        txnDefinition.increaseOrDecreaseInventory:s! warehouse.defaultWarehouse:a inventoryBatch:r
        inventoryBatch.journalEntryKey:s isPrinted:b! subTotal:s! exchangeRate.typeName:a!
        subtotalInTxnCurrency:s! totalInTxnCurrency:s! lastPrintedDate:a! printedBy:r! isAdjustmentDocument:b
        sourceDocument:k! postingSummary:r! journalEntry:r webURL:s!
    """,
    "inventory-line": """
        documentHeader.documentNumber:s! documentHeader:r! documentHeader.documentType:s! documentType:s!
        item:r! quantity:s! cost:s! totalCost:s! status:s! costMethod:s! multiplier:s! unitCost:s!
        extendedCost:s! sourceDocument:r! sourceDocument.documentType:s! sourceDocumentLine:r!
        sourceDocumentLine.documentType:s! baseCurrency:s! conversionType:s! quantityRemaining:s!
        trackingDetail:l lineDescription:s convertedPrice:s!
    """,
}
