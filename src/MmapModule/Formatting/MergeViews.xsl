<?xml version="1.0" encoding="utf-8"?>
<!--
  Puts the view files of this folder into one, without the comments and the indentation: PowerShell reads, checks and
  parses each file by itself, which Import-Module waits for. The input names the files: <Files><File>path</File></Files>.
-->
<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform">
  <xsl:output method="xml" encoding="utf-8" indent="no" />
  <xsl:strip-space elements="*" />
  <xsl:preserve-space elements="Text" />

  <xsl:template match="/Files">
    <Configuration>
      <Controls>
        <xsl:for-each select="File">
          <xsl:apply-templates select="document(.)/Configuration/Controls/*" />
        </xsl:for-each>
      </Controls>
      <ViewDefinitions>
        <xsl:for-each select="File">
          <xsl:apply-templates select="document(.)/Configuration/ViewDefinitions/*" />
        </xsl:for-each>
      </ViewDefinitions>
    </Configuration>
  </xsl:template>

  <xsl:template match="*">
    <xsl:copy>
      <xsl:copy-of select="@*" />
      <xsl:apply-templates select="node()" />
    </xsl:copy>
  </xsl:template>

  <xsl:template match="comment()" />
</xsl:stylesheet>
